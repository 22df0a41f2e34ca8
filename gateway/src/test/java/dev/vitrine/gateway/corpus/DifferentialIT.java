package dev.vitrine.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.corpus.Verdicts.Column;
import dev.vitrine.platform.testing.TestTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The corpus at the gateway and at two other proxies: what comes of it is what {@code
 * docs/http-conformance.md} tells. {@code -Dvitrine.corpus.record=true} records it anew.
 */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class DifferentialIT {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Of Debian 12; what others do has not been recorded. */
  private static final String NGINX = "1.22.1";

  // Recording one column keeps what was recorded of the others just before.
  private static Verdicts current = Verdicts.recorded();

  @TempDir Path folder;

  /** Opens an edge before the upstream of this port. */
  @FunctionalInterface
  private interface Opening {
    Edge before(int upstream) throws Exception;
  }

  @Test
  void gatewayDoesWhatTheDocsTell() throws Exception {
    compare(Column.GATEWAY, GatewayEdge::before);
  }

  @Test
  void stockProxyDoesWhatTheDocsTell() throws Exception {
    compare(Column.STOCK, StockEdge::before);
  }

  @Test
  void nginxDoesWhatTheDocsTell() throws Exception {
    Path program = TestTool.require(DifferentialIT.class, "nginx");
    if (!NginxEdge.version(program).equals(NGINX)) {
      TestTool.missing(DifferentialIT.class, "nginx " + NGINX);
    }
    compare(
        Column.NGINX,
        upstream ->
            NginxEdge.before(upstream, program, Files.createTempDirectory(folder, "nginx")));
  }

  private static void compare(Column column, Opening opening) throws Exception {
    Map<String, String> seen = verdicts(opening);
    Verdicts recorded = current;
    if (Boolean.getBoolean("vitrine.corpus.record")) {
      recorded = recorded.with(column, seen);
      recorded.record();
      current = recorded;
    }
    Map<String, String> unknown = new LinkedHashMap<>(seen);
    unknown.entrySet().removeIf(recordedBy(recorded, column));

    assertThat(unknown).as("verdicts that are not recorded").isEmpty();
  }

  private static Predicate<Map.Entry<String, String>> recordedBy(Verdicts recorded, Column column) {
    return one -> recorded.allows(one.getKey(), column, one.getValue());
  }

  private static Map<String, String> verdicts(Opening opening) throws Exception {
    Map<String, String> verdicts = new LinkedHashMap<>();
    try (RecordingUpstream upstream = new RecordingUpstream()) {
      Edge edge = opening.before(upstream.port());
      for (Section section : Section.all()) {
        for (Case now : section.cases()) {
          Observation seen = new CorpusRun(edge, upstream, PATIENCE).observe(now);
          verdicts.put(now.name(), Verdicts.of(now, seen));
          if (isHurt(seen)) {
            // The next case is to find the edge as the first one did.
            edge.close();
            upstream.disconnect();
            edge = opening.before(upstream.port());
          }
        }
      }
      edge.close();
    }
    return verdicts;
  }

  private static boolean isHurt(Observation seen) {
    return seen.verdict().ending().equals("hangs")
        || seen.faults().stream()
            .anyMatch(fault -> fault.matches("(the next client|a connection).*"));
  }
}
