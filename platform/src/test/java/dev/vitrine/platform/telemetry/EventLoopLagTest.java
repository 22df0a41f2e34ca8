package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.TestTelemetry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopLagTest {
  private final Telemetry telemetry = TestTelemetry.start("test");

  @AfterEach
  void stop() throws Exception {
    telemetry.stop();
  }

  private Collection<Timer> timers() {
    return telemetry.registry().get(Metric.VERTX_EVENTLOOP_LAG.meter()).timers();
  }

  private static long longerThan(Timer timer, double seconds) {
    for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
      if (bucket.bucket(TimeUnit.SECONDS) == seconds) {
        return timer.count() - (long) bucket.count();
      }
    }
    throw new IllegalArgumentException("no such bucket: " + seconds);
  }

  @Test
  void measuresEachEventLoop() {
    assertThat(timers()).hasSize(2);
    Awaitility.await().until(() -> timers().stream().allMatch(timer -> timer.count() > 1));
  }

  @Test
  void measuresWhatWasDueWhileALoopStoodStillToo() throws Exception {
    Vertx vertx = telemetry.vertx();
    CountDownLatch standing = new CountDownLatch(1);
    CompletableFuture<Void> release = new CompletableFuture<>();
    vertx
        .getOrCreateContext()
        .runOnContext(turn -> {
          standing.countDown();
          release.join();
        });
    standing.await();
    long begin = System.nanoTime();
    Awaitility.await().until(() -> System.nanoTime() - begin > 650_000_000);

    release.complete(null);

    // Six or seven were due, of which the last may have been less than 100 ms late.
    Awaitility.await()
        .until(() -> timers().stream().anyMatch(timer -> longerThan(timer, 0.1) >= 4));
  }
}
