package dev.vitrine.observability.rule;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.vitrine.observability.slo.Slo;
import dev.vitrine.observability.testing.Committed;
import dev.vitrine.observability.testing.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps the rules, which are made of {@code slo.yaml}; and tries them with Prometheus's tool. */
class RulesTest {
  private static final String[] SCENARIOS = {
    "fires", "does not fire", "resets", "no data", "low traffic"
  };

  private static final Slo PROMISED = Slo.read(Committed.FOLDER.resolve("slo.yaml"));

  @Test
  void areThoseOfTheObjectives() throws Exception {
    Rules rules = Rules.of(PROMISED, TimeScale.REAL);

    Committed.holds("prometheus/rules", rules.files());
  }

  @Test
  void arePrometheusRules() throws Exception {
    Promtool promtool = Promtool.require(RulesTest.class);

    promtool.succeeds(
        List.of("check", "rules", "--lint-fatal"), Committed.list("prometheus/rules", ".yaml"));
  }

  static List<Path> scenarios() throws Exception {
    return Committed.list("prometheus/tests", ".yaml");
  }

  /** A scenario that is not there cannot fail. */
  @Test
  void haveTheirScenarios() throws Exception {
    Set<String> files =
        scenarios().stream().map(file -> file.getFileName().toString()).collect(toSet());

    assertThat(files).isEqualTo(alertNames().map(RulesTest::file).collect(toSet()));
    for (Path file : scenarios()) {
      List<String> names = new ArrayList<>();
      new YAMLMapper()
          .readTree(Files.readString(file))
          .get("tests")
          .forEach(test -> names.add(test.get("name").asText()));
      assertThat(names).as(file.toString()).contains(SCENARIOS);
    }
  }

  @Test
  void areTriedByAsManyFaultsAsThePageSays() throws Exception {
    int faults = RuleFaultsIT.faults().size();

    assertThat(Committed.FOLDER.resolve("README.md"))
        .content()
        .contains("puts %d faults into the rules".formatted(faults));
  }

  @Test
  void areTheSameInShorterTimes(@TempDir Path folder) throws Exception {
    Promtool promtool = Promtool.require(RulesTest.class);
    Rules shorter = Rules.of(PROMISED, TimeScale.shortenedBy(240));
    List<Path> written = new ArrayList<>();

    for (Map.Entry<String, String> file : shorter.files().entrySet()) {
      written.add(Files.writeString(folder.resolve(file.getKey()), file.getValue()));
    }

    promtool.succeeds(List.of("check", "rules"), written);
    assertThat(shorter.files().get("slo-alerts.yaml")).contains("[15s]", "for: 1s");
    assertThat(untimed(shorter)).isEqualTo(untimed(Rules.of(PROMISED, TimeScale.REAL)));
  }

  @Test
  void tellOneStoryForEachAlert() {
    List<Alert> alerts = Rules.of(PROMISED, TimeScale.REAL).alerts();

    assertThat(alerts)
        .allSatisfy(alert -> {
          assertThat(alert.words().summary()).as(alert.name()).isNotBlank();
          assertThat(alert.words().description()).as(alert.name()).isNotBlank();
        });
  }

  private static Stream<String> alertNames() {
    return Rules.of(PROMISED, TimeScale.REAL).alerts().stream().map(Alert::name);
  }

  static String file(String alert) {
    return alert.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT) + ".yaml";
  }

  /** Without what a scale may change: ranges, intervals and how long something holds or lasts. */
  private static String untimed(Rules rules) {
    return String.join("", rules.files().values())
        .replaceAll("\\[[0-9]+[a-z]+(:[0-9]+[a-z]+)?]", "[]")
        .replaceAll("(interval|for): [0-9]+[a-z]+", "$1:")
        .replaceAll("((_age|_start_time)_seconds >) [0-9.]+", "$1");
  }
}
