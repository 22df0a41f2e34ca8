package dev.vitrine.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.sim.Fleet;
import dev.vitrine.gateway.sim.VirtualTime;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HoldTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private final Fleet fleet = new Fleet(time);
  private final Hold hold = new Hold(fleet.upstream(), 2);

  @Test
  void waitsUntilSomethingChanges() {
    Future<Boolean> held = hold.awaitChange(SECOND, time, () -> false);
    time.pass(Duration.ofMillis(500));
    boolean early = held.isComplete();
    fleet.ready(1).publish();
    time.pass(Duration.ZERO);

    assertThat(early).isFalse();
    assertThat(held.result()).isTrue();
    assertThat(hold.waiting()).isZero();
  }

  @Test
  void waitsForSoLongOnly() {
    Future<Boolean> held = hold.awaitChange(SECOND, time, () -> false);

    time.pass(SECOND);

    assertThat(held.result()).isFalse();
    assertThat(hold.waiting()).isZero();
  }

  @Test
  void doesNotWaitForWhatHappenedWhileItWasBeingAskedTo() {
    Future<Boolean> held = hold.awaitChange(SECOND, time, () -> true);

    assertThat(held.result()).isTrue();
    assertThat(hold.waiting()).isZero();
  }

  @Test
  void holdsNothingLongerWhoseClientHasLeft() {
    Future<Boolean> left = hold.awaitChange(SECOND, time, () -> false);
    Future<Boolean> held = hold.awaitChange(SECOND, time, () -> false);

    hold.forget(left);

    assertThat(left.result()).isFalse();
    assertThat(held.isComplete()).isFalse();
    assertThat(hold.waiting()).isEqualTo(1);
  }

  @Test
  void holdsNoMoreThanItMay() {
    hold.awaitChange(SECOND, time, () -> false);
    hold.awaitChange(SECOND, time, () -> false);

    assertThat(hold.awaitChange(SECOND, time, () -> false).result()).isFalse();
  }

  @Test
  void holdsNothingWhereItMayNotWait() {
    assertThat(hold.awaitChange(Duration.ZERO, time, () -> false).result()).isFalse();
  }
}
