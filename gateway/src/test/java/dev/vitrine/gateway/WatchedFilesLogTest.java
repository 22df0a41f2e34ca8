package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.platform.testing.CapturedLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  @TempDir Path folder;

  @BeforeEach
  void captureTheLog() {
    CapturedLogs.install();
    CapturedLogs.clear();
  }

  @Test
  void tellsOfAConfigurationThatCannotBeTakenOver() throws Exception {
    Path file = folder.resolve("gateway.yaml");
    write(file, "upstreams: {}\nroutes: []\n");
    try (RunningGateway gateway = watching("VITRINE_CONFIG", file)) {

      write(file, "# nothing yet");
      await().until(() -> gateway.fileFault().contains("it says nothing"));
      Files.delete(file);
      await().until(() -> gateway.fileFault().contains("no such file"));

      assertThat(messages("config.refused", 2)).allMatch(text -> text.contains("gateway.yaml"));
    }
  }

  @Test
  void tellsOfAnUpstreamThatTheFileOfEndpointsLeavesOut() throws Exception {
    Path file = folder.resolve("endpoints.yaml");
    write(file, "{upstreams: {a: [], b: []}}");
    try (RunningGateway gateway = watching("VITRINE_DISCOVERY_FILE", file)) {

      write(file, "{upstreams: {a: []}}");
      List<String> first = messages("discovery.failed", 1);
      write(file, "{upstreams: {a: [{address: '127.0.0.1:1'}]}}");
      await().until(() -> gateway.metric("gateway.upstream.endpoints", "upstream", "a") == 1);

      assertThat(first).allMatch(text -> text.contains("endpoints of b"));
      assertThat(messages("discovery.failed", 1)).isEqualTo(first);
    }
  }

  private static RunningGateway watching(String variable, Path file) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put(variable, file.toString());
    environment.put("VITRINE_DISCOVERY_POLL", "20ms");
    environment.put("VITRINE_LOG_LEVEL", "warn");
    environment.put("VITRINE_LOG_FORMAT", "json");
    if (!variable.equals("VITRINE_CONFIG")) {
      environment.put("VITRINE_UPSTREAMS", "{a: {}, b: {}}");
      environment.put("VITRINE_ROUTES", "[{path: /a, upstream: a}, {path: /b, upstream: b}]");
    }
    return RunningGateway.with(environment);
  }

  /** Once there are so many; more would be too many. */
  private static List<String> messages(String event, int count) {
    await().until(() -> CapturedLogs.of(event).size() >= count);
    List<JsonNode> lines = CapturedLogs.of(event);
    assertThat(lines).hasSize(count);
    return lines.stream().map(line -> line.path("message").asText()).toList();
  }

  private void write(Path file, String content) throws IOException {
    Path draft = Files.writeString(folder.resolve("draft"), content);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
