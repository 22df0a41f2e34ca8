package dev.vitrine.observability.dashboard;

import static dev.vitrine.observability.dashboard.Promql.quantileBy;
import static dev.vitrine.observability.dashboard.Promql.rateBy;

import dev.vitrine.observability.name.Board;
import java.util.List;

/** The JVMs: memory, collections, threads, event loops. */
final class RuntimeBoard {
  private static final String JOB = "job=~\"$service\"";
  private static final String EACH = "job, instance";
  private static final String LEGEND = "{{job}} {{instance}}";

  private RuntimeBoard() {}

  static Dashboard dashboard() {
    return new Dashboard(
        Board.RUNTIME,
        "The processes from inside: memory, collections, threads, event loops.",
        List.of(memory(), work(), resources()));
  }

  private static Row memory() {
    return Row.of(
        "Memory",
        Panel.lines("Heap", "Heap in use, and the most there may be.", Unit.BYTES)
            .query(
                "sum by (job, instance) (jvm_memory_used_bytes{" + JOB + ",area=\"heap\"})", LEGEND)
            .query(
                "sum by (job, instance) (jvm_memory_max_bytes{" + JOB + ",area=\"heap\"})",
                LEGEND + " most")
            .sized(8, 8),
        Panel.lines(
                "Heap after a collection",
                "Part of the old generation that is left after it was collected. Rising steadily it is a leak.",
                Unit.PART)
            .query(
                "jvm_gc_live_data_size_bytes{%s} / (jvm_gc_max_data_size_bytes{%s} > 0)"
                        .formatted(JOB, JOB)
                    + Promql.OR_ZERO,
                LEGEND)
            .limits(0.7, 0.9)
            .sized(8, 8),
        Panel.lines(
                "Time in collections",
                "Part of the time that everything stands still for the garbage collector.",
                Unit.PART)
            .query(rateBy(EACH, "jvm_gc_pause_seconds_sum", JOB), LEGEND)
            .limits(0.05, 0.1)
            .sized(8, 8),
        Panel.lines(
                "Longest collection",
                "The longest pause of the last minutes: each request of that moment waits as long.",
                Unit.SECONDS)
            .query(
                "max by (job, instance) (jvm_gc_pause_seconds_max{" + JOB + "})" + Promql.OR_ZERO,
                LEGEND)
            .sized(8, 8),
        Panel.lines(
                "Allocation", "Bytes of heap a second that are asked for.", Unit.BYTES_PER_SECOND)
            .query(rateBy(EACH, "jvm_gc_memory_allocated_bytes_total", JOB), LEGEND)
            .sized(8, 8),
        Panel.lines(
                "Memory beside the heap",
                "Netty's buffers, by kind, and the JVM's direct buffers.",
                Unit.BYTES)
            .query(
                "sum by (job, instance, memory_type) (netty_allocator_memory_used_bytes{%s})"
                        .formatted(JOB)
                    + Promql.OR_ZERO,
                LEGEND + " netty {{memory_type}}")
            .query(
                "sum by (job, instance) (jvm_buffer_memory_used_bytes{" + JOB + ",id=\"direct\"})",
                LEGEND + " direct")
            .sized(8, 8));
  }

  private static Row work() {
    return Row.of(
        "Event loops and threads",
        Panel.lines(
                "Lag of event loops",
                "How much later than asked for an event loop gets to something, 99th percentile. Above 100 ms something blocks it. Overdue: how late one is that has not come yet.",
                Unit.SECONDS)
            .query(
                quantileBy(EACH + ", loop", 0.99, "vertx_eventloop_lag_seconds", JOB),
                LEGEND + " loop {{loop}}")
            .query(
                "max by (job, instance, loop) (vertx_eventloop_overdue_seconds{"
                    + JOB
                    + "})"
                    + Promql.OR_ZERO,
                LEGEND + " loop {{loop}} overdue")
            .limits(0.05, 0.1)
            .sized(8, 8),
        Panel.lines(
                "Waiting for a worker",
                "Tasks that wait for a thread of a worker pool: passwords, migrations, files.",
                Unit.COUNT)
            .query(
                "sum by (job, instance, pool_name) (vertx_pool_queue_pending{%s,pool_type=\"worker\"})"
                        .formatted(JOB)
                    + Promql.OR_ZERO,
                LEGEND + " {{pool_name}}")
            .sized(8, 8),
        Panel.lines(
                "Waiting for an event loop",
                "Tasks that wait in the queues of event loops.",
                Unit.COUNT)
            .query(
                "sum by (job, instance) (netty_eventexecutor_tasks_pending{"
                    + JOB
                    + "})"
                    + Promql.OR_ZERO,
                LEGEND)
            .sized(8, 8),
        Panel.lines(
                "Threads", "Threads by state; many that are blocked wait for a lock.", Unit.COUNT)
            .query(
                "sum by (job, state) (jvm_threads_states_threads{" + JOB + "})" + Promql.OR_ZERO,
                "{{job}} {{state}}"),
        Panel.lines(
                "Processor", "Part of the machine's processors that each process uses.", Unit.PART)
            .query(
                "max by (job, instance) (process_cpu_usage{" + JOB + "} >= 0)" + Promql.OR_ZERO,
                LEGEND)
            .query("max(system_cpu_usage >= 0)" + Promql.OR_ZERO, "the whole machine")
            .limits(0.7, 0.9));
  }

  private static Row resources() {
    return Row.of(
        "Process",
        Panel.lines(
                "File descriptors",
                "Part of the files and connections that a process may have open.",
                Unit.PART)
            .query(
                "process_files_open_files{%s} / process_files_max_files{%s}".formatted(JOB, JOB)
                    + Promql.OR_ZERO,
                LEGEND)
            .limits(0.7, 0.9),
        Panel.lines(
                "Up since",
                "How long each process has been running. A saw is a crash loop.",
                Unit.SECONDS)
            .query(
                "max by (job, instance) (process_uptime_seconds{" + JOB + "})" + Promql.OR_ZERO,
                LEGEND),
        Panel.lines(
                "Classes", "Classes that are loaded. Rising without end it is a leak.", Unit.COUNT)
            .query(
                "max by (job, instance) (jvm_classes_loaded_classes{" + JOB + "})" + Promql.OR_ZERO,
                LEGEND),
        Panel.lines("Tasks of pools", "Tasks a second that the pools have done.", Unit.PER_SECOND)
            .query(
                rateBy("job, pool_name", "vertx_pool_completed_total", JOB),
                "{{job}} {{pool_name}}"));
  }
}
