package dev.vitrine.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.telemetry.Label;
import dev.vitrine.platform.telemetry.LibraryMetrics;
import dev.vitrine.platform.telemetry.Metric;
import dev.vitrine.platform.telemetry.Metric.Kind;
import dev.vitrine.platform.telemetry.Metric.Presence;
import dev.vitrine.platform.telemetry.Metric.Processes;
import dev.vitrine.platform.telemetry.Telemetry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process shows at {@code /metrics}, held against the catalogue. */
public final class ShownMetrics {
  private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final List<Series> series;

  private ShownMetrics(String text) {
    series = text.lines().filter(line -> !line.startsWith("#")).map(Series::of).toList();
  }

  /** What Prometheus would get now. */
  public static ShownMetrics of(Telemetry telemetry) {
    return of(((PrometheusMeterRegistry) telemetry.registry()).scrape());
  }

  /** What Prometheus got. */
  public static ShownMetrics of(String text) {
    return new ShownMetrics(text);
  }

  private record Series(String name, Map<String, String> labels) {
    static Series of(String line) {
      Matcher sample = SAMPLE.matcher(line);
      assertThat(sample.matches()).as(line).isTrue();
      Map<String, String> labels = new HashMap<>();
      Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
      return new Series(sample.group(1), labels);
    }

    Optional<Metric> metric() {
      return Arrays.stream(Metric.values()).filter(this::isOf).findFirst();
    }

    private boolean isOf(Metric metric) {
      String shown = metric.shownName();
      return metric.kind() == Kind.HISTOGRAM
          ? Set.of(shown + "_bucket", shown + "_count", shown + "_sum", shown + "_max")
              .contains(name)
          : name.equals(shown);
    }

    boolean isOfALibrary() {
      return Arrays.stream(LibraryMetrics.values())
          .anyMatch(library -> name.startsWith(library.prefix()));
    }
  }

  /**
   * Fails unless each of our own metrics is in the catalogue, with these labels and values and for
   * this process; and each is there that is to be there from the start.
   */
  public ShownMetrics areThoseOfTheCatalogue(Processes process) {
    Set<Metric> shown = new HashSet<>();
    for (Series each : series) {
      Optional<Metric> metric = each.metric();
      if (metric.isPresent()) {
        shown.add(metric.get());
        isAsCatalogued(each, metric.get());
      } else {
        assertThat(each.isOfALibrary()).as("a library's: " + each).isTrue();
      }
    }

    assertThat(shown)
        .allMatch(metric -> isOf(metric, process))
        .containsAll(
            Arrays.stream(Metric.values())
                .filter(metric -> isOf(metric, process) && metric.presence() == Presence.AT_START)
                .toList());
    return this;
  }

  /** Fails unless these are there, too. */
  public ShownMetrics include(Metric... metrics) {
    assertThat(metrics)
        .allSatisfy(metric ->
            assertThat(series).anyMatch(each -> each.metric().equals(Optional.of(metric))));
    return this;
  }

  private static boolean isOf(Metric metric, Processes process) {
    return metric.processes() == Processes.ALL || metric.processes() == process;
  }

  private static void isAsCatalogued(Series series, Metric metric) {
    Set<String> keys = new HashSet<>(series.labels().keySet());
    if (series.name().endsWith("_bucket")) {
      keys.remove("le");
    }
    assertThat(keys)
        .as(series.toString())
        .containsExactlyInAnyOrderElementsOf(
            metric.labels().stream().map(Label::shownKey).toList());
    for (Label label : metric.labels()) {
      if (!label.known().isEmpty()) {
        assertThat(label.known())
            .as(series.toString())
            .contains(series.labels().get(label.shownKey()));
      }
    }
  }
}
