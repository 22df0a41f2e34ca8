package dev.vitrine.observability.picture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A panel as its dashboard describes it, and what its queries were answered.
 *
 * @param panel in Grafana's form
 * @param seconds how long the time is that the picture shows
 */
record PanelData(JsonNode panel, List<Named> series, double seconds) {
  private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");

  /** What a series is called that has no label to be called by: there is nothing to tell of. */
  private static final String NONE = "none";

  private static final double LATE_SECONDS = 3;

  /** A series, and what its legend calls it. */
  record Named(String name, Series series) {}

  static PanelData of(JsonNode panel, BoardPicture.Answers answers, double seconds) {
    List<Named> series = new ArrayList<>();
    if (isMeasured(panel)) {
      for (JsonNode target : panel.get("targets")) {
        String legend = target.path("legendFormat").asText();
        for (Series each : answers.to(target.get("expr").asText())) {
          series.add(new Named(name(legend, each), each));
        }
      }
    }
    return new PanelData(panel, series, seconds);
  }

  /** Whether the panel asks Prometheus. */
  static boolean isMeasured(JsonNode panel) {
    return panel.at("/datasource/type").asText().equals("prometheus");
  }

  /** All that the panel asks Prometheus, a line each. */
  static String queries(JsonNode panel) {
    List<String> queries = new ArrayList<>();
    if (isMeasured(panel)) {
      panel.get("targets").forEach(target -> queries.add(target.get("expr").asText()));
    }
    return String.join("\n", queries);
  }

  /** The same, that with the largest value first. */
  PanelData largestFirst() {
    List<Named> sorted = new ArrayList<>(series);
    sorted.sort(Comparator.comparingDouble((Named each) -> -each.series().largest()));
    return new PanelData(panel, sorted, seconds);
  }

  String unit() {
    return panel.at("/fieldConfig/defaults/unit").asText();
  }

  /** Those that are there at the end of the time: what a table shows. */
  List<Named> present() {
    return series.stream()
        .filter(each -> each.series().points().getLast().at() > seconds - LATE_SECONDS)
        .toList();
  }

  double least() {
    return series.stream()
        .flatMap(each -> each.series().points().stream())
        .mapToDouble(Series.Point::value)
        .min()
        .orElse(0);
  }

  /** Whether there is nothing but whole numbers, of what is not a share of something. */
  boolean isWhole() {
    return !unit().equals("percentunit")
        && series.stream()
            .flatMap(each -> each.series().points().stream())
            .allMatch(point -> point.value() == Math.rint(point.value()));
  }

  double largest() {
    return series.stream().mapToDouble(each -> each.series().largest()).max().orElse(0);
  }

  /** The limits of the panel, and the colour from each of them on; the first has no value. */
  List<JsonNode> steps() {
    List<JsonNode> steps = new ArrayList<>();
    panel.at("/fieldConfig/defaults/thresholds/steps").forEach(steps::add);
    return steps;
  }

  /**
   * As Grafana does, but for the address of a process: there is one of each service, and its port
   * is another each time.
   */
  private static String name(String legend, Series series) {
    String name =
        LABEL
            .matcher(legend.replace("{{instance}}", ""))
            .replaceAll(
                (MatchResult label) -> Matcher.quoteReplacement(value(series, label.group(1))));
    String tidy = name.replace("()", "").strip().replaceAll("\\s+", " ");
    return tidy.chars().anyMatch(Character::isLetterOrDigit) ? tidy : NONE;
  }

  /** Of a file of rules its name: where it is, is of the machine that it was on. */
  private static String value(Series series, String label) {
    String value = series.labels().getOrDefault(label, "");
    return label.equals("rule_group") ? value.substring(value.lastIndexOf('/') + 1) : value;
  }
}
