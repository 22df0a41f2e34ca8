package dev.vitrine.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.proxy.AttemptOutcome.ContentMalformed;
import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.gateway.proxy.AttemptOutcome.Unsent;
import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.sim.Fleet;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.FailureRecord.Cause;
import dev.vitrine.gateway.upstream.FailureRecord.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LessonsTest {
  private final VirtualTime time = new VirtualTime();
  private final Fleet fleet = new Fleet(time).ready(1).ready(2).publish();
  private final List<Endpoint> unreachable = new ArrayList<>();
  private final Lessons lessons =
      new Lessons(
          Resilience.of(fleet.upstream(), SimulatedGateway.RESILIENCE, new Random(1), time::nanos),
          unreachable::add,
          time::nanos);

  @Test
  void takesAnEndpointThatRefusesConnectionsForOutOfReach() {
    learn(Reason.CONNECTION_REFUSED, 2);

    assertThat(unreachable).containsExactly(one(), one());
    assertThat(one().failures().phase()).isEqualTo(Phase.EJECTED);
    assertThat(one().failures().cause()).isEqualTo(Cause.UNREACHABLE);
  }

  @Test
  void takesAnEndpointThatRefusesStreamsForBusy() {
    learn(Reason.STREAM_REFUSED, 4);
    Phase afterFour = one().failures().phase();
    learn(Reason.STREAM_REFUSED, 1);

    assertThat(afterFour).isEqualTo(Phase.IN_USE);
    assertThat(one().failures().phase()).isEqualTo(Phase.EJECTED);
    assertThat(one().failures().cause()).isEqualTo(Cause.BAD_ANSWERS);
    assertThat(unreachable).isEmpty();
  }

  @Test
  void learnsNothingFromAConnectionThatEndsInGoodOrder() {
    learn(Reason.GOING_AWAY, 20);

    assertThat(one().failures().failuresInARow()).isZero();
    assertThat(one().failures().phase()).isEqualTo(Phase.IN_USE);
    assertThat(unreachable).isEmpty();
  }

  @Test
  void learnsNothingFromARequestThatHadNoTimeForAConnection() {
    learn(Reason.DEADLINE, 20);

    assertThat(one().failures().failuresInARow()).isZero();
    assertThat(one().failures().phase()).isEqualTo(Phase.IN_USE);
    assertThat(unreachable).isEmpty();
  }

  @Test
  void learnsNothingFromContentThatTheClientBrokeOff() {
    for (int i = 0; i < 20; i++) {
      lessons.learn(one(), new ContentMalformed(), 1_000_000);
    }

    assertThat(one().failures().failuresInARow()).isZero();
    assertThat(one().failures().phase()).isEqualTo(Phase.IN_USE);
  }

  private void learn(Reason reason, int times) {
    for (int i = 0; i < times; i++) {
      lessons.learn(one(), new Unsent(reason), 1_000_000);
    }
  }

  private Endpoint one() {
    return fleet.endpoint(1);
  }
}
