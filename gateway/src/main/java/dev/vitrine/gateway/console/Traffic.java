package dev.vitrine.gateway.console;

import dev.vitrine.platform.telemetry.Blameless;
import dev.vitrine.platform.telemetry.Label;
import dev.vitrine.platform.telemetry.Metric;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What has come of requests since the start, as the meters have it: sums, so that whoever looks
 * twice has the rates and the latencies of the time between. Safe for any thread.
 */
final class Traffic {
  /** Upper bounds of the latency buckets, in seconds. */
  static final List<Double> BOUNDS =
      Metric.HTTP_SERVER_REQUEST_DURATION.buckets().stream().map(Traffic::seconds).toList();

  private static final String CLIENT_GONE = "499";

  private final MeterRegistry meters;

  Traffic(MeterRegistry meters) {
    this.meters = meters;
  }

  /**
   * Requests of one kind, so far.
   *
   * @param errors those that failed by the fault of this side: 5xx, answers that broke off
   * @param latency for each of {@link #BOUNDS}, how many took no longer
   */
  record Sums(long requests, long errors, List<Long> latency) {
    static Sums none() {
      return new Sums(0, 0, Collections.nCopies(BOUNDS.size(), 0L));
    }

    Sums plus(Sums other) {
      List<Long> both =
          IntStream.range(0, latency.size())
              .mapToObj(i -> latency.get(i) + other.latency.get(i))
              .toList();
      return new Sums(requests + other.requests, errors + other.errors, both);
    }
  }

  /** Requests of clients, by the name that telemetry gives their route. */
  Map<String, Sums> byRoute() {
    return sums(Metric.HTTP_SERVER_REQUEST_DURATION, Label.ROUTE, Traffic::failed);
  }

  /** Attempts to get an answer from an endpoint, by upstream. */
  Map<String, Sums> byUpstream() {
    return sums(Metric.HTTP_CLIENT_REQUEST_DURATION, Label.UPSTREAM, Traffic::attemptFailed);
  }

  /** The counts of a counter, by one of its labels; where that is absent, none. */
  Map<String, Long> counts(Metric counter, Label label) {
    Map<String, Long> counts = new TreeMap<>();
    for (Counter each : meters.find(counter.meter()).counters()) {
      String value = each.getId().getTag(label.key());
      if (value != null) {
        counts.merge(value, (long) each.count(), Long::sum);
      }
    }
    return counts;
  }

  private Map<String, Sums> sums(Metric timers, Label label, Predicate<Timer> failed) {
    Map<String, Sums> sums = new HashMap<>();
    for (Timer timer : meters.find(timers.meter()).timers()) {
      sums.merge(tag(timer, label), sumsOf(timer, failed.test(timer)), Sums::plus);
    }
    return sums;
  }

  private static Sums sumsOf(Timer timer, boolean failed) {
    Map<Double, Long> counted = new HashMap<>();
    for (CountAtBucket bucket : timer.takeSnapshot().histogramCounts()) {
      counted.put(bucket.bucket(TimeUnit.SECONDS), (long) bucket.count());
    }
    return new Sums(
        timer.count(),
        failed ? timer.count() : 0,
        BOUNDS.stream().map(bound -> counted.getOrDefault(bound, 0L)).toList());
  }

  private static boolean failed(Timer timer) {
    String status = tag(timer, Label.STATUS);
    boolean brokeOff = !tag(timer, Label.ERROR_TYPE).isEmpty() && !status.equals(CLIENT_GONE);
    return status.startsWith("5") || brokeOff;
  }

  private static boolean attemptFailed(Timer timer) {
    String status = tag(timer, Label.STATUS);
    String error = tag(timer, Label.ERROR_TYPE);
    boolean notWhole = !error.isEmpty() && !status.startsWith("4");
    return notWhole && !Blameless.is(error);
  }

  private static String tag(Timer timer, Label label) {
    String value = timer.getId().getTag(label.key());
    return value == null ? "" : value;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
