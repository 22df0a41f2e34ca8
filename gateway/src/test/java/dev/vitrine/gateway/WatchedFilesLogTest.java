package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.platform.testing.CapturedLogs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What the log says of the files that are watched: each fault, once. */
@Isolated("it looks at the log of the JVM")
class WatchedFilesLogTest {
  private static final Map<String, String> LOGGING =
      Map.of("VITRINE_LOG_LEVEL", "warn", "VITRINE_LOG_FORMAT", "json");

  @TempDir Path folder;

  @BeforeEach
  void captureTheLog() {
    CapturedLogs.install();
    CapturedLogs.clear();
  }

  @Test
  void tellsOfAConfigurationThatCannotBeTakenOver() throws Exception {
    RewrittenFile file = RewrittenFile.ofConfiguration(folder).write("upstreams: {}\nroutes: []\n");
    try (RunningGateway gateway = RunningGateway.with(file.watched(LOGGING))) {

      file.write("# nothing yet");
      await().until(() -> gateway.fileFault().contains("it says nothing"));
      file.delete();
      await().until(() -> gateway.fileFault().contains("no such file"));

      assertThat(messages("config.refused", 2)).allMatch(text -> text.contains("gateway.yaml"));
    }
  }

  @Test
  void tellsOfAnUpstreamThatTheFileOfEndpointsLeavesOut() throws Exception {
    RewrittenFile file = RewrittenFile.ofEndpoints(folder).write("{upstreams: {a: [], b: []}}");
    Map<String, String> two = new HashMap<>(LOGGING);
    two.put("VITRINE_UPSTREAMS", "{a: {}, b: {}}");
    try (RunningGateway gateway = RunningGateway.with(file.watched(two))) {

      file.write("{upstreams: {a: []}}");
      List<String> first = messages("discovery.failed", 1);
      file.write("{upstreams: {a: [{address: '127.0.0.1:1'}]}}");
      await().until(() -> gateway.metric("gateway.upstream.endpoints", "upstream", "a") == 1);

      assertThat(first).allMatch(text -> text.contains("endpoints of b"));
      assertThat(messages("discovery.failed", 1)).isEqualTo(first);
    }
  }

  /** Once there are so many; more would be too many. */
  private static List<String> messages(String event, int count) {
    await().until(() -> CapturedLogs.of(event).size() >= count);
    List<JsonNode> lines = CapturedLogs.of(event);
    assertThat(lines).hasSize(count);
    return lines.stream().map(line -> line.path("message").asText()).toList();
  }
}
