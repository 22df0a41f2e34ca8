package dev.vitrine.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Endpoint.State;
import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.gateway.upstream.Upstream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PowerOfTwoChoicesTest {
  private final PowerOfTwoChoices choices = new PowerOfTwoChoices(new Random(42));

  @Test
  void picksNobodyWhereNobodyIsReady() {
    List<Endpoint> endpoints = endpoints(2);
    endpoints.forEach(endpoint -> endpoint.probed(State.NOT_READY, "test"));

    assertThat(choices.pick(endpoints, Set.of())).isEmpty();
    assertThat(choices.pick(List.of(), Set.of())).isEmpty();
  }

  @Test
  void neverPicksOneThatWasTried() {
    List<Endpoint> endpoints = endpoints(2);

    assertThat(choices.pick(endpoints, Set.of(endpoints.getFirst()))).contains(endpoints.getLast());
    assertThat(choices.pick(endpoints, Set.copyOf(endpoints))).isEmpty();
  }

  @Test
  void spreadsIdleEndpointsEvenly() {
    List<Endpoint> endpoints = endpoints(5);
    Map<Endpoint, Integer> picks = new HashMap<>();

    for (int i = 0; i < 50_000; i++) {
      picks.merge(choices.pick(endpoints, Set.of()).orElseThrow(), 1, Integer::sum);
    }

    assertThat(picks.values()).hasSize(5).allSatisfy(n -> assertThat(n).isBetween(9_500, 10_500));
  }

  @Test
  void leavesASlowEndpointAlone() {
    List<Endpoint> endpoints = endpoints(2);
    Endpoint slow = endpoints.getFirst();
    IntStream.range(0, 10).forEach(i -> slow.acquire());

    assertThat(IntStream.range(0, 100).mapToObj(i -> choices.pick(endpoints, Set.of())))
        .doesNotContain(Optional.of(slow));
  }

  private static List<Endpoint> endpoints(int count) {
    Upstream upstream = new Upstream("a", Clock.systemUTC(), System::nanoTime);
    upstream.update(
        IntStream.rangeClosed(1, count)
            .mapToObj(port -> EndpointReport.of(new HostPort("127.0.0.1", port), Optional.empty()))
            .toList());
    return upstream.endpoints();
  }
}
