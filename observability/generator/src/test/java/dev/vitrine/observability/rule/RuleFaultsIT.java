package dev.vitrine.observability.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.observability.testing.Committed;
import dev.vitrine.observability.testing.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the scenarios of rules would tell if one were wrong. */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class RuleFaultsIT {
  private static final String ALERTS = "alerts.yaml";
  private static final String BURNS = "slo-alerts.yaml";
  private static final String RECORDINGS = "slo-recordings.yaml";

  /** A file of rules with a fault in one, or in those of one objective. */
  record Faulty(String rule, String what, String file, String rules) {
    /** The scenarios that have to tell; not those of whole days. */
    List<Path> scenarios() {
      return switch (file) {
        case BURNS -> ofObjectives("burn-minutes.yaml", "burn-hours.yaml");
        case RECORDINGS -> ofObjectives(rule.endsWith("30d") ? "month.yaml" : "ratios.yaml");
        default -> List.of(Path.of("tests", RulesTest.file(rule)));
      };
    }

    private static List<Path> ofObjectives(String... files) {
      return Stream.of(files).map(it -> Path.of("tests", "objectives", it)).toList();
    }

    @Override
    public String toString() {
      return rule + ": " + what;
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void failAScenario(Faulty faulty, @TempDir Path folder) throws Exception {
    Promtool promtool = Promtool.require(RuleFaultsIT.class);
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(folder.resolve("rules").resolve(faulty.file()), faulty.rules());
    List<Path> scenarios = new ArrayList<>();
    for (Path scenario : faulty.scenarios()) {
      Path copy = folder.resolve(scenario);
      Files.createDirectories(copy.getParent());
      scenarios.add(Files.copy(Committed.FOLDER.resolve("prometheus").resolve(scenario), copy));
    }

    String said = promtool.fails(List.of("test", "rules"), scenarios);

    assertThat(said).containsPattern("(alertname|expr): .*" + Pattern.quote(faulty.rule()));
  }

  static List<Faulty> faults() throws Exception {
    List<Faulty> faults = new ArrayList<>();
    for (String name : List.of(ALERTS, BURNS)) {
      RuleFile file = RuleFile.read(name);
      for (ObjectNode alert : file.rules()) {
        RuleFaults.of(expression(alert)).forEach(it -> faults.add(expressed(file, alert, it)));
        faults.add(faulty(file, alert, "told at once", it -> it.remove("for")));
        long twice = RuleFaults.duration(alert.get("for").asText()).toSeconds() * 2;
        faults.add(faulty(file, alert, "told late", it -> it.put("for", twice + "s")));
      }
    }
    RuleFile recordings = RuleFile.read(RECORDINGS);
    for (ObjectNode recording : recordings.rules()) {
      RuleFaults.ofNumbers(expression(recording))
          .forEach(it -> faults.add(expressed(recordings, recording, it)));
    }
    faults.addAll(forgotten(recordings));
    return faults;
  }

  /** The recordings of one objective have the same matchers, as they are written at one place. */
  private static List<Faulty> forgotten(RuleFile recordings) {
    Map<JsonNode, Set<RuleFaults.Forgotten>> matchers = new LinkedHashMap<>();
    for (ObjectNode rule : recordings.rules()) {
      matchers
          .computeIfAbsent(rule.path("labels"), labels -> new LinkedHashSet<>())
          .addAll(RuleFaults.matchers(expression(rule)));
    }
    List<Faulty> faults = new ArrayList<>();
    matchers.forEach((labels, all) ->
        all.forEach(one ->
            faults.add(
                new Faulty(
                    "slo:sli_error:ratio_rate",
                    one + " of " + labels,
                    recordings.name(),
                    recordings.with(
                        rule -> rule.path("labels").equals(labels),
                        rule -> rule.put("expr", one.in(expression(rule))))))));
    return faults;
  }

  private static Faulty expressed(RuleFile file, ObjectNode rule, String wrong) {
    return faulty(file, rule, wrong, it -> it.put("expr", wrong));
  }

  private static Faulty faulty(
      RuleFile file, ObjectNode rule, String what, Consumer<ObjectNode> mistake) {
    String name = rule.path("alert").asText(rule.path("record").asText());
    return new Faulty(name, what, file.name(), file.with(rule::equals, mistake));
  }

  private static String expression(ObjectNode rule) {
    return rule.get("expr").asText();
  }
}
