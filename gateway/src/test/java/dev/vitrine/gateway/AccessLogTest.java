package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.testing.CapturedLogs;
import dev.vitrine.platform.testing.TestClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Which requests have a line in the log, and what it says. */
@Isolated("it looks at the log of the JVM")
class AccessLogTest {
  private static final Map<String, String> NO_ORDINARY_LINES =
      Map.of(
          "VITRINE_LOG_LEVEL", "info",
          "VITRINE_LOG_FORMAT", "json",
          "VITRINE_LOG_ACCESS_SAMPLING", "0");

  @BeforeEach
  void capture() {
    CapturedLogs.install();
    CapturedLogs.clear();
  }

  private static List<JsonNode> lines() {
    return CapturedLogs.of("http.request");
  }

  @Test
  void leavesOutWhatWentWellAndFastAndNothingElse() throws Exception {
    try (EdgeServer upstream =
            EdgeServer.with(router ->
                router
                    .route()
                    .handler(
                        ctx -> ctx.vertx().setTimer(350, late -> ctx.response().end("late"))));
        RunningGateway gateway = RunningGateway.with(NO_ORDINARY_LINES, upstream.port())) {
      TestClient client = TestClient.of(gateway.port());
      client.get("/health");
      client.get("/nowhere");
      client.get("/a");

      await().until(() -> lines().size() >= 2);
      assertThat(lines())
          .extracting(line -> line.path("http.route").asText())
          .containsExactly("unmatched", "/a/*");
      assertThat(lines().getLast().path("http.response.status_code").asInt()).isEqualTo(200);
      assertThat(lines().getLast().path("duration_ms").asDouble()).isGreaterThan(300);
    }
  }

  /** Its status is that of the head, which says nothing of it. */
  @Test
  void warnsOfAnAnswerThatBrokeOff() throws Exception {
    try (EdgeServer upstream =
            EdgeServer.with(router ->
                router
                    .route()
                    .handler(ctx ->
                        ctx.response()
                            .putHeader("Content-Length", "10")
                            .write("half")
                            .onComplete(written -> ctx.request().connection().close())));
        RunningGateway gateway = RunningGateway.with(NO_ORDINARY_LINES, upstream.port())) {
      try (RawClient client = new RawClient(gateway.port())) {
        client.send("GET /a HTTP/1.1\r\nHost: shop.example\r\n\r\n").readUntil("half");

        await().until(() -> lines().size() == 1);
      }
      assertThat(lines().getFirst().path("http.response.status_code").asInt()).isEqualTo(200);
      assertThat(lines().getFirst().path("error.type").asText()).isEqualTo("upstream-broke-off");
      assertThat(lines().getFirst().path("level").asText()).isEqualTo("WARN");
    }
  }

  /** From the trace id that a customer quotes to what was wrong with the request. */
  @Test
  void saysWhatThisProcessRefusedARequestFor() throws Exception {
    try (EdgeServer upstream =
            EdgeServer.with(router ->
                router.route().handler(ctx -> ctx.response().setStatusCode(404).end("mine")));
        RunningGateway gateway = RunningGateway.with(NO_ORDINARY_LINES, upstream.port())) {
      TestClient client = TestClient.of(gateway.port());

      client.get("/nowhere");
      client.get("/a/..%2f");
      client.get("/a");

      await().until(() -> lines().size() == 3);
      assertThat(lines())
          .extracting(line -> line.path("reason").asText())
          .containsExactly("not-found", "malformed-request", "");
    }
  }

  @Test
  void saysNothingOfARequestLineThatNobodyCouldRead() throws Exception {
    try (RunningGateway gateway = RunningGateway.with(NO_ORDINARY_LINES)) {
      RawClient.exchange(gateway.port(), "nonsense\r\n\r\n");

      await().until(() -> lines().size() == 1);
      assertThat(lines().getFirst().path("http.response.status_code").asInt()).isEqualTo(400);
      assertThat(lines().getFirst().path("http.request.method").asText()).isEqualTo("_OTHER");
      assertThat(lines().getFirst().has("url.path")).isFalse();
    }
  }

  @Test
  void refusesAPartThatIsNone() {
    assertThatThrownBy(() -> RunningGateway.with(Map.of("VITRINE_LOG_ACCESS_SAMPLING", "1.5")))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("log.access-sampling: 1.5 (expected: a number from 0 to 1)");
  }
}
