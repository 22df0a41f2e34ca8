package dev.vitrine.observability.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.vitrine.observability.testing.Committed;
import dev.vitrine.observability.testing.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether the scenarios of alerts would tell if one were wrong. Not of the burning budgets, whose
 * scenarios are days.
 */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class RuleFaultsIT {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** The rules with a fault in one of them. */
  record Faulty(String alert, String what, String rules) {
    @Override
    public String toString() {
      return alert + ": " + what;
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void failAScenario(Faulty faulty, @TempDir Path folder) throws Exception {
    Promtool promtool = Promtool.require(RuleFaultsIT.class);
    Path scenario = Path.of("tests", RulesTest.file(faulty.alert()));
    Files.createDirectories(folder.resolve("rules"));
    Files.createDirectories(folder.resolve("tests"));
    Files.writeString(folder.resolve("rules/alerts.yaml"), faulty.rules());
    Files.copy(Committed.FOLDER.resolve("prometheus").resolve(scenario), folder.resolve(scenario));

    String said = promtool.fails(List.of("test", "rules"), List.of(folder.resolve(scenario)));

    assertThat(said).contains("alertname: " + faulty.alert());
  }

  static List<Faulty> faults() throws Exception {
    String rules = Files.readString(Committed.FOLDER.resolve("prometheus/rules/alerts.yaml"));
    List<Faulty> faults = new ArrayList<>();
    JsonNode groups = YAML.readTree(rules).get("groups");
    for (int group = 0; group < groups.size(); group++) {
      for (int rule = 0; rule < groups.get(group).get("rules").size(); rule++) {
        String at = "/groups/%d/rules/%d".formatted(group, rule);
        JsonNode right = YAML.readTree(rules).at(at);
        for (String expression : RuleFaults.of(right.get("expr").asText())) {
          faults.add(faulty(rules, at, expression, it -> it.put("expr", expression)));
        }
        faults.add(faulty(rules, at, "told at once", it -> it.remove("for")));
        long twice = RuleFaults.duration(right.get("for").asText()).toSeconds() * 2;
        faults.add(faulty(rules, at, "told late", it -> it.put("for", twice + "s")));
      }
    }
    return faults;
  }

  private static Faulty faulty(String rules, String at, String what, Consumer<ObjectNode> mistake)
      throws Exception {
    JsonNode tree = YAML.readTree(rules);
    ObjectNode rule = (ObjectNode) tree.at(at);
    mistake.accept(rule);
    return new Faulty(rule.get("alert").asText(), what, YAML.writeValueAsString(tree));
  }
}
