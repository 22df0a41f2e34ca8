package dev.vitrine.gateway.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.sim.VirtualTime;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private static final Duration SPAN = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private final TimeLimit limit = new TimeLimit(time, SPAN);
  private final List<String> late = new ArrayList<>();

  @Test
  void isWhatComesInTime() {
    Promise<String> asked = Promise.promise();
    Future<String> answer = limit.of(asked.future(), late::add);

    time.pass(SPAN.minusMillis(1));
    asked.complete("answer");

    assertThat(answer.result()).isEqualTo("answer");
    assertThat(time.waiting()).isZero();
    assertThat(late).isEmpty();
  }

  @Test
  void failsAndPutsAsideWhatComesTooLate() {
    Promise<String> asked = Promise.promise();
    Future<String> answer = limit.of(asked.future(), late::add);

    time.pass(SPAN);
    boolean failed = answer.failed();
    asked.complete("answer");

    assertThat(failed).isTrue();
    assertThat(answer.cause()).isInstanceOf(TimeoutException.class);
    assertThat(late).containsExactly("answer");
  }

  @Test
  void failsAsWhatIsWaitedFor() {
    IllegalStateException failure = new IllegalStateException("asked in vain");
    Promise<String> asked = Promise.promise();
    Future<String> answer = limit.of(asked.future(), late::add);

    asked.fail(failure);
    time.pass(SPAN);

    assertThat(answer.cause()).isSameAs(failure);
    assertThat(late).isEmpty();
  }

  @Test
  void setsNoTimerForWhatIsThere() {
    Future<String> answer = limit.of(Future.succeededFuture("answer"), late::add);

    assertThat(answer.result()).isEqualTo("answer");
    assertThat(time.waiting()).isZero();
  }
}
