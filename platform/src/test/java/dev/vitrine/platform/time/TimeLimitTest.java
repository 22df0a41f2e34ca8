package dev.vitrine.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
  private static final Duration SPAN = Duration.ofSeconds(1);

  private final Map<Runnable, Duration> waiting = new LinkedHashMap<>();
  private final TimeLimit limit =
      new TimeLimit(
          (delay, task) -> {
            waiting.put(task, delay);
            return () -> waiting.remove(task);
          },
          SPAN);
  private final List<String> late = new ArrayList<>();

  @Test
  void isWhatComesInTime() {
    Promise<String> asked = Promise.promise();
    Future<String> answer = limit.of(asked.future(), late::add);

    assertThat(waiting.values()).containsExactly(SPAN);
    asked.complete("answer");

    assertThat(answer.result()).isEqualTo("answer");
    assertThat(waiting).isEmpty();
    assertThat(late).isEmpty();
  }

  @Test
  void failsAndPutsAsideWhatComesTooLate() {
    Promise<String> asked = Promise.promise();
    Future<String> answer = limit.of(asked.future(), late::add);

    passSpan();
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
    passSpan();

    assertThat(answer.cause()).isSameAs(failure);
    assertThat(late).isEmpty();
  }

  @Test
  void setsNoTimerForWhatIsThere() {
    Future<String> answer = limit.of(Future.succeededFuture("answer"), late::add);

    assertThat(answer.result()).isEqualTo("answer");
    assertThat(waiting).isEmpty();
  }

  private void passSpan() {
    List.copyOf(waiting.keySet()).forEach(Runnable::run);
  }
}
