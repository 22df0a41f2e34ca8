package dev.vitrine.observability.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.observability.dashboard.Dashboards;
import dev.vitrine.observability.name.MetricNames;
import dev.vitrine.observability.rule.Rules;
import dev.vitrine.observability.rule.TimeScale;
import dev.vitrine.observability.slo.Slo;
import dev.vitrine.observability.testing.Committed;
import dev.vitrine.platform.telemetry.LibraryMetrics;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import dev.vitrine.platform.telemetry.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the catalogue, which is made of Java; and everything else to the names that it has. */
class CatalogueTest {
  private static final Path PAGE = Committed.FOLDER.resolve("catalogue.md");
  private static final Slo PROMISED = Slo.read(Committed.FOLDER.resolve("slo.yaml"));

  /** What rules and panels may ask for of libraries; {@code WatchIT} finds each in Prometheus. */
  private static final Set<String> OF_LIBRARIES =
      Set.of(
          "jvm_buffer_memory_used_bytes",
          "jvm_classes_loaded_classes",
          "jvm_gc_live_data_size_bytes",
          "jvm_gc_max_data_size_bytes",
          "jvm_gc_memory_allocated_bytes_total",
          "jvm_gc_pause_seconds_max",
          "jvm_gc_pause_seconds_sum",
          "jvm_memory_max_bytes",
          "jvm_memory_used_bytes",
          "jvm_threads_states_threads",
          "netty_allocator_memory_used_bytes",
          "netty_eventexecutor_tasks_pending",
          "process_cpu_usage",
          "process_files_max_files",
          "process_files_open_files",
          "process_start_time_seconds",
          "process_uptime_seconds",
          "system_cpu_usage",
          "vertx_pool_completed_total",
          "vertx_pool_queue_pending",
          "vertx_pool_queue_time_seconds_count",
          "vertx_pool_queue_time_seconds_sum",
          "vertx_pool_ratio");

  /** What Prometheus, the collector and the rules themselves make. */
  private static final Pattern OF_OTHERS =
      Pattern.compile("up|ALERTS|scrape_[a-z_]+|slo:.+|prometheus_[a-z_]+|otelcol_[a-z_]+");

  /** What would write a name a second time. */
  private static final Pattern LITERAL =
      Pattern.compile(
          "addKeyValue\\(\\s*\"|spanBuilder\\(\\s*\"|(Counter|Timer|Gauge)\\.builder\\(\\s*\"");

  @Test
  void tellsEachMetricSpanAndLogLine() throws Exception {
    String page = Catalogue.page();
    if (Boolean.getBoolean("vitrine.docs.record")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as("mvn test -pl platform,observability/generator -Dvitrine.docs.record=true")
        .isEqualTo(page);
  }

  @Test
  void hasEachNameOnce() {
    List<String> metrics = Arrays.stream(Metric.values()).map(Metric::shownName).toList();
    List<String> events = Arrays.stream(LogEvent.values()).map(LogEvent::label).toList();
    List<String> fields = Arrays.stream(LogField.values()).map(LogField::key).toList();

    assertThat(metrics).doesNotHaveDuplicates();
    assertThat(events).doesNotHaveDuplicates();
    assertThat(fields).doesNotHaveDuplicates();
  }

  @Test
  void hasWhatRulesAndPanelsAskFor() {
    Set<String> asked = new TreeSet<>();
    Stream.concat(
            Dashboards.of(PROMISED).queries("1m").values().stream(),
            Rules.of(PROMISED, TimeScale.REAL).expressions().stream())
        .forEach(expression -> asked.addAll(MetricNames.in(expression)));

    Set<String> ofLibraries = new TreeSet<>(asked);
    ofLibraries.removeIf(name -> isOwn(name) || OF_OTHERS.matcher(name).matches());

    assertThat(asked).hasSizeGreaterThan(50);
    assertThat(ofLibraries).isEqualTo(new TreeSet<>(OF_LIBRARIES));
    assertThat(ofLibraries).allMatch(CatalogueTest::isOfALibrary);
  }

  @Test
  void isTheOneSourceOfNames() throws Exception {
    List<String> written = new ArrayList<>();
    for (Path source : sources()) {
      if (LITERAL.matcher(Files.readString(source)).find()) {
        written.add(source.toString());
      }
    }

    assertThat(written).isEmpty();
  }

  private static boolean isOwn(String name) {
    return Arrays.stream(Metric.values())
        .map(Metric::shownName)
        .anyMatch(known -> name.matches(known + "(_bucket|_count|_sum|_max)?"));
  }

  private static boolean isOfALibrary(String name) {
    return Arrays.stream(LibraryMetrics.values())
        .anyMatch(library -> name.startsWith(library.prefix()));
  }

  private static Set<Path> sources() throws Exception {
    try (Stream<Path> files = Files.walk(Committed.ROOT)) {
      Set<Path> sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> file.toString().contains("/src/main/java/"))
              .collect(Collectors.toSet());
      assertThat(sources).hasSizeGreaterThan(300);
      return sources;
    }
  }
}
