package dev.vitrine.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class ReadinessTest {
  private final Readiness readiness = new Readiness();

  @Test
  void aProcessThatStartsOrDrainsIsNotReadyWhateverItsChecksSay(VertxTestContext test) {
    readiness.require("database", () -> Future.succeededFuture(Optional.empty()));

    assertReasons(test, Map.of("process", "starting"))
        .compose(v -> {
          readiness.started();
          return assertReasons(test, Map.of());
        })
        .compose(v -> {
          readiness.draining();
          return assertReasons(test, Map.of("process", "draining"));
        })
        .onComplete(test.succeedingThenComplete());
  }

  @Test
  void everyCheckThatIsNotWellSaysWhy(Vertx vertx, VertxTestContext test) {
    readiness.started();
    readiness.require("cache", () -> Future.succeededFuture(Optional.empty()));
    readiness.require("database", () -> later(vertx, Future.succeededFuture(Optional.of("away"))));
    readiness.require("schema", () -> later(vertx, Future.failedFuture("a bug")));

    readiness
        .reasons()
        .onComplete(
            test.succeeding(reasons -> {
              test.verify(() ->
                  assertThat(reasons)
                      .hasSize(2)
                      .containsEntry("database", "away")
                      .hasEntrySatisfying("schema", why -> assertThat(why).contains("a bug")));
              test.completeNow();
            }));
  }

  private Future<Map<String, String>> assertReasons(
      VertxTestContext test, Map<String, String> expected) {
    return readiness
        .reasons()
        .onSuccess(reasons -> test.verify(() -> assertThat(reasons).isEqualTo(expected)));
  }

  private static <T> Future<T> later(Vertx vertx, Future<T> result) {
    return vertx.timer(10).compose(fired -> result);
  }
}
