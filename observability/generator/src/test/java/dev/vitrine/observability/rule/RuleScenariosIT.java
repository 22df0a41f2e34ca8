package dev.vitrine.observability.rule;

import dev.vitrine.observability.testing.Promtool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each alert fires and ends when it has to, by Prometheus's own tool, in its days of virtual time.
 */
class RuleScenariosIT {
  @ParameterizedTest
  @MethodSource("dev.vitrine.observability.rule.RulesTest#scenarios")
  void tellOfWhatTheyAreFor(Path scenario) throws Exception {
    Promtool promtool = Promtool.require(RuleScenariosIT.class);

    promtool.succeeds(List.of("test", "rules"), List.of(scenario));
  }
}
