package dev.vitrine.observability.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.observability.dashboard.Dashboards;
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
import java.util.HashSet;
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

  /** Of a name in an expression: one that selectors or ranges follow, or that stands alone. */
  private static final Pattern NAME =
      Pattern.compile(
          "\\b(?:(?:http|db|gateway|jvm|process|system|netty|vertx|otel|log)_[a-z0-9_]+|build_info)\\b(?!\\s*=)");

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
            Stream.of(Rules.of(PROMISED, TimeScale.REAL).files().values().toString()))
        .forEach(text -> NAME.matcher(text).results().forEach(found -> asked.add(found.group())));
    asked.removeAll(labels());

    assertThat(asked).hasSizeGreaterThan(30);
    assertThat(asked).allMatch(CatalogueTest::isKnown);
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

  private static boolean isKnown(String name) {
    boolean own =
        Arrays.stream(Metric.values())
            .map(Metric::shownName)
            .anyMatch(known -> name.matches(known + "(_bucket|_count|_sum|_max)?"));
    return own
        || Arrays.stream(LibraryMetrics.values())
            .anyMatch(library -> name.startsWith(library.prefix()));
  }

  private static Set<String> labels() {
    Set<String> labels = new HashSet<>();
    for (Metric metric : Metric.values()) {
      metric.labels().forEach(label -> labels.add(label.shownKey()));
    }
    return labels;
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
