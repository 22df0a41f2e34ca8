package dev.vitrine.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class EventLoopsTest {
  @Test
  void thoseThatTakeTasksTurn(Vertx vertx, VertxTestContext test) {
    EventLoops loops =
        new EventLoops(List.of(vertx.getOrCreateContext(), vertx.getOrCreateContext()));

    loops.turn().onComplete(test.succeedingThenComplete());
  }

  @Test
  void oneThatIsStuckIsFoundOut(Vertx vertx, VertxTestContext test) {
    CountDownLatch free = new CountDownLatch(1);
    Context stuck = vertx.getOrCreateContext();
    stuck.runOnContext(v -> awaitQuietly(free));

    new EventLoops(List.of(vertx.getOrCreateContext(), stuck))
        .turn()
        .onComplete(
            test.failing(failure -> {
              free.countDown();
              test.verify(() -> assertThat(failure).isInstanceOf(TimeoutException.class));
              test.completeNow();
            }));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
