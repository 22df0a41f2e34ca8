package dev.vitrine.observability.rule;

import dev.vitrine.observability.testing.Committed;
import dev.vitrine.observability.testing.Promtool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each alert fires and ends when it has to, by Prometheus's own tool, in its days of virtual time.
 */
class RuleScenariosIT {
  private static final String DAYS = "budget-burn";

  @ParameterizedTest
  @MethodSource("ofHours")
  void tellOfWhatTheyAreFor(Path scenario) throws Exception {
    succeeds(scenario);
  }

  @ParameterizedTest
  @MethodSource("ofObjectives")
  void tellOfBudgetsByTheirRatesAndWindows(Path scenario) throws Exception {
    succeeds(scenario);
  }

  @ParameterizedTest
  @EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
  @MethodSource("ofDays")
  void tellOfBudgetsThatAreSpentTooEarly(Path scenario) throws Exception {
    succeeds(scenario);
  }

  static List<Path> ofHours() throws Exception {
    return RulesTest.scenarios().stream().filter(file -> !file.toString().contains(DAYS)).toList();
  }

  static List<Path> ofDays() throws Exception {
    return RulesTest.scenarios().stream().filter(file -> file.toString().contains(DAYS)).toList();
  }

  /** Of few evaluations each; RuleFaultsIT sees that there are enough. */
  static List<Path> ofObjectives() throws Exception {
    return Committed.list("prometheus/tests/objectives", ".yaml");
  }

  private static void succeeds(Path scenario) throws Exception {
    Promtool promtool = Promtool.require(RuleScenariosIT.class);

    promtool.succeeds(List.of("test", "rules"), List.of(scenario));
  }
}
