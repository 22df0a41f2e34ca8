package dev.vitrine.gateway.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.sim.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private int done;

  private Future<Void> count() {
    done++;
    return done == 2 ? Future.failedFuture("the second") : Future.succeededFuture();
  }

  @Test
  void pausesBeforeEachAndGoesOnAfterAFailure() {
    Rounds rounds = new Rounds(time, () -> SECOND, this::count);

    rounds.start();
    time.pass(SECOND.multipliedBy(3));

    assertThat(done).isEqualTo(3);
  }

  @Test
  void pausesAfterTheEndOfALongOne() {
    Promise<Void> first = Promise.promise();
    Rounds rounds = new Rounds(time, () -> SECOND, () -> done++ == 0 ? first.future() : count());
    rounds.start();

    time.pass(SECOND.multipliedBy(5));
    int during = done;
    first.complete();
    time.pass(SECOND);

    assertThat(during).isEqualTo(1);
    assertThat(done).isGreaterThan(during);
  }

  @Test
  void endsWhereItIsStoppedInAPauseOrInATask() {
    Promise<Void> underWay = Promise.promise();
    Rounds resting = new Rounds(time, () -> SECOND, this::count);
    Rounds working = new Rounds(time, () -> SECOND, underWay::future);
    resting.start();
    working.start();
    time.pass(SECOND);

    resting.stop();
    working.stop();
    underWay.complete();
    time.pass(SECOND.multipliedBy(9));

    assertThat(done).isEqualTo(1);
  }
}
