package dev.vitrine.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vitrine.gateway.upstream.Endpoint.State;
import dev.vitrine.gateway.upstream.EndpointReport.Condition;
import dev.vitrine.gateway.upstream.FailureRecord.Cause;
import dev.vitrine.gateway.upstream.Upstream.StateChange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpstreamTest {
  private static final EndpointReport ONE = report(1, "", Condition.READY);
  private static final EndpointReport TWO = report(2, "", Condition.READY);

  private final Upstream upstream = new Upstream("a", Clock.systemUTC(), System::nanoTime);

  @Test
  void keepsWhatItKnowsOfAnEndpointThroughUpdates() {
    upstream.update(List.of(ONE));
    Endpoint before = upstream.endpoints().getFirst();
    before.acquire();

    for (int i = 0; i < 10_000; i++) {
      upstream.update(List.of(TWO, ONE));
    }

    assertThat(upstream.endpoints()).hasSize(2).contains(before);
    assertThat(before.inFlight()).isEqualTo(1);
  }

  @Test
  void takesAnEndpointOnceAndTheLastWordOnIt() {
    upstream.update(List.of(ONE, report(1, "", Condition.NOT_READY)));

    assertThat(upstream.endpoints()).hasSize(1);
    assertThat(upstream.readyEndpoints()).isZero();
  }

  @Test
  void forgetsAnEndpointThatIsNoLongerTold() {
    upstream.update(List.of(ONE, TWO));
    Endpoint gone = upstream.endpoints().getFirst();

    upstream.update(List.of(TWO));

    assertThat(upstream.endpoints()).extracting(Endpoint::toString).containsExactly("10.0.0.2:80");
    assertThat(gone.isPresent()).isFalse();
  }

  @Test
  void takesAnotherPodAtTheSameAddressForAnother() {
    upstream.update(List.of(report(1, "old", Condition.READY)));
    Endpoint old = upstream.endpoints().getFirst();

    upstream.update(List.of(report(1, "new", Condition.READY)));

    assertThat(upstream.endpoints()).hasSize(1).doesNotContain(old);
  }

  @Test
  void followsTheSourceAndThenTheProbe() {
    HostPort management = new HostPort("10.0.0.1", 81);
    EndpointReport probed = EndpointReport.of(ONE.address(), Optional.of(management));
    upstream.update(List.of(probed));
    Endpoint endpoint = upstream.endpoints().getFirst();
    List<State> states = new ArrayList<>(List.of(endpoint.status().state()));

    endpoint.probed(State.READY, "test");
    states.add(endpoint.status().state());
    upstream.update(List.of(in(probed, Condition.TERMINATING)));
    endpoint.probed(State.NOT_READY, "test");
    states.add(endpoint.status().state());
    upstream.update(List.of(probed));
    states.add(endpoint.status().state());

    assertThat(states)
        .containsExactly(State.UNKNOWN, State.READY, State.TERMINATING, State.NOT_READY);
  }

  @Test
  void tellsEveryChangeOnce() {
    List<StateChange> changes = new ArrayList<>();
    upstream.listen(changes::add);

    upstream.update(List.of(ONE));
    upstream.update(List.of(ONE));
    upstream.update(List.of(in(ONE, Condition.TERMINATING)));
    upstream.update(List.of());

    assertThat(changes)
        .extracting(
            change -> change.before().map(status -> status.state()),
            change -> change.after().map(status -> status.state()))
        .containsExactly(
            tuple(Optional.empty(), Optional.of(State.READY)),
            tuple(Optional.of(State.READY), Optional.of(State.TERMINATING)),
            tuple(Optional.of(State.TERMINATING), Optional.empty()));
  }

  @Test
  void tellsThatAProbeHasEndedAnEjection() {
    upstream.update(List.of(ONE, TWO));
    Endpoint endpoint = upstream.endpoints().getFirst();
    upstream.ejected(endpoint, System.nanoTime(), Cause.UNREACHABLE, 2);
    List<StateChange> changes = new ArrayList<>();
    upstream.listen(changes::add);

    endpoint.probed(State.READY, "reached");
    endpoint.probed(State.READY, "reached again");

    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().before().orElseThrow().state()).isEqualTo(State.EJECTED);
    assertThat(changes.getFirst().after().orElseThrow().state()).isEqualTo(State.READY);
    assertThat(changes.getFirst().after().orElseThrow().reason()).isEqualTo("reached");
  }

  @Test
  void keepsItsEndpointsWhenTheSourceFails() {
    upstream.update(List.of(ONE));

    upstream.sourceFailed("gone");

    assertThat(upstream.endpoints()).hasSize(1);
    assertThat(upstream.source().fault()).isEqualTo("gone");
    assertThat(upstream.source().updated()).isPresent();
  }

  private static EndpointReport report(int number, String uid, Condition condition) {
    return new EndpointReport(
        new HostPort("10.0.0." + number, 80),
        uid,
        Optional.empty(),
        condition,
        Optional.empty(),
        EndpointReport.DEFAULT_WEIGHT);
  }

  private static EndpointReport in(EndpointReport report, Condition condition) {
    return new EndpointReport(
        report.address(),
        report.uid(),
        report.management(),
        condition,
        report.zone(),
        report.weight());
  }
}
