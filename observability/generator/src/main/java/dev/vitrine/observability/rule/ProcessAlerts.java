package dev.vitrine.observability.rule;

import dev.vitrine.observability.name.Board;
import dev.vitrine.observability.name.PromDuration;
import dev.vitrine.observability.slo.Severity;
import dev.vitrine.observability.slo.Slo;
import dev.vitrine.observability.slo.Thresholds;
import java.time.Duration;
import java.util.List;

/** Alerts of what goes wrong inside a process. */
final class ProcessAlerts {
  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
  private static final Duration ONE_MINUTE = Duration.ofMinutes(1);
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final String SERVICE = "var-service={{ $labels.job }}";

  private final String services;
  private final Thresholds thresholds;
  private final TimeScale scale;

  ProcessAlerts(Slo slo, TimeScale scale) {
    this.services = of(slo.services());
    this.thresholds = slo.alerts();
    this.scale = scale;
  }

  List<Rule> rules() {
    return List.of(crashLoop(), poolSaturated(), eventLoopLag(), eventLoopBlocked(), heapFull());
  }

  /** Of which TargetDown tells nothing, where each time it is back within a minute. */
  private Alert crashLoop() {
    return Alert.of(
            "CrashLoop",
            Severity.TICKET,
            "changes(process_start_time_seconds{%s}[%s])"
                .formatted(services, range(Duration.ofHours(2))),
            "> " + thresholds.restarts())
        .holding(ONE_MINUTE)
        .saying(
            "{{ $labels.job }} at {{ $labels.instance }} was started again {{ $value }} times in two hours",
            "It ends, and comes back: what it was doing then was lost, and it is slow while it is new.")
        .shownBy(Board.RUNTIME, SERVICE);
  }

  private Alert poolSaturated() {
    // That of virtual threads has no size that could be used up.
    String pools = "{pool_type=~\"sql|worker\",pool_name!=\"vert.x-virtual-thread\"}";
    String of = pools + "[" + range(FIVE_MINUTES) + "])";
    return Alert.of(
            "PoolSaturated",
            Severity.TICKET,
            "avg_over_time(vertx_pool_ratio" + of,
            "> %s\nand\navg_over_time(vertx_pool_queue_pending%s > 0"
                .formatted(TrafficAlerts.number(thresholds.poolUse()), of))
        .holding(TWO_MINUTES)
        .saying(
            "The pool {{ $labels.pool_name }} of {{ $labels.job }} is full",
            "{{ $value | humanizePercentage }} of it was in use for minutes, and somebody waits for a place.")
        .shownBy(Board.SERVICE, SERVICE);
  }

  /** But for what a process did while it was new: its classes are loaded on its event loops. */
  private Alert eventLoopLag() {
    return Alert.of(
            "EventLoopLag",
            Severity.TICKET,
            "max by (job, instance) (histogram_quantile(0.99, sum by (job, instance, loop, le) (rate(vertx_eventloop_lag_seconds_bucket[%s]))))"
                .formatted(range(FIVE_MINUTES)),
            "> %s\nand\n%s"
                .formatted(
                    TrafficAlerts.seconds(thresholds.eventLoopLag()),
                    "max by (job, instance) (" + settled(scale) + ")"))
        .holding(TWO_MINUTES)
        .saying(
            "One turn in a hundred of an event loop of {{ $labels.job }} at {{ $labels.instance }} is late by {{ $value | humanizeDuration }} or more",
            "Something blocks the event loop, or the machine has no processor left: every request there waits.")
        .shownBy(Board.RUNTIME, SERVICE);
  }

  /** Of which {@link #eventLoopLag()} tells nothing: a loop that does not come measures nothing. */
  private Alert eventLoopBlocked() {
    return Alert.of(
            "EventLoopBlocked",
            Severity.PAGE,
            "max by (job, instance, loop) (vertx_eventloop_overdue_seconds)",
            "> " + TrafficAlerts.seconds(thresholds.eventLoopOverdue()))
        .holding(HALF_A_MINUTE)
        .saying(
            "Event loop {{ $labels.loop }} of {{ $labels.job }} at {{ $labels.instance }} has stood still for {{ $value | humanizeDuration }}",
            "Something blocks it: no request of its connections is answered until it comes back, if it does.")
        .shownBy(Board.RUNTIME, SERVICE);
  }

  private Alert heapFull() {
    return Alert.of(
            "HeapAlmostFull",
            Severity.TICKET,
            "jvm_gc_live_data_size_bytes / (jvm_gc_max_data_size_bytes != 0)",
            "> " + TrafficAlerts.number(thresholds.heapAfterCollection()))
        .holding(FIVE_MINUTES)
        .saying(
            "{{ $labels.job }} at {{ $labels.instance }} keeps {{ $value | humanizePercentage }} of its heap",
            "That much is left after a collection of the old generation; soon it will do little else than collect.")
        .shownBy(Board.RUNTIME, SERVICE);
  }

  private String range(Duration window) {
    return PromDuration.of(scale.window(window));
  }

  /** A matcher of processes, by their jobs. */
  static String of(List<String> services) {
    return "job=~\"" + String.join("|", services) + "\"";
  }

  /** Processes that have run for longer than their beginning takes, by their ages. */
  static String settled(TimeScale scale) {
    return "time() - process_start_time_seconds > " + TrafficAlerts.seconds(scale.age(TEN_MINUTES));
  }
}
