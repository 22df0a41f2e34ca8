package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.TestTelemetry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

  private long overdue(double seconds) {
    return telemetry.registry().get(Metric.VERTX_EVENTLOOP_OVERDUE.meter()).gauges().stream()
        .filter(gauge -> gauge.value() > seconds)
        .count();
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
  void tellsHowLongALoopHasBeenOverdueThatNeverComes() {
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the clock may pass its largest number
    Timer timer = new SimpleMeterRegistry().timer("lag");
    EventLoopLag lag = new EventLoopLag(timer, now::get);

    double atStart = lag.overdueSeconds();
    now.addAndGet(EventLoopLag.PERIOD_NANOS);
    double whenDue = lag.overdueSeconds();
    now.addAndGet(Duration.ofHours(1).toNanos());
    double anHourLater = lag.overdueSeconds();

    assertThat(atStart).isZero();
    assertThat(whenDue).isZero();
    assertThat(anHourLater).isEqualTo(3600);
    assertThat(timer.count()).isZero();
  }

  @Test
  void isNotOverdueAnyMoreWhenTheLoopHasCaughtUp() {
    AtomicLong now = new AtomicLong();
    EventLoopLag lag = new EventLoopLag(new SimpleMeterRegistry().timer("lag"), now::get);
    now.addAndGet(3 * EventLoopLag.PERIOD_NANOS);

    lag.run();
    double behind = lag.overdueSeconds();
    lag.run();
    lag.run();

    assertThat(behind).isEqualTo(0.1);
    assertThat(lag.overdueSeconds()).isZero();
  }

  @Test
  void showsWhichLoopStandsStillWhileItDoes() throws Exception {
    CountDownLatch standing = new CountDownLatch(1);
    CompletableFuture<Void> release = new CompletableFuture<>();
    telemetry
        .vertx()
        .getOrCreateContext()
        .runOnContext(turn -> {
          standing.countDown();
          release.join();
        });
    standing.await();

    Awaitility.await().until(() -> overdue(1) == 1);
    release.complete(null);

    Awaitility.await().until(() -> overdue(0.5) == 0);
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
