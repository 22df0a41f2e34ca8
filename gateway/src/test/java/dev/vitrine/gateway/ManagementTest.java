package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestClient.Answer;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the gateway tells of itself on its management port, over real sockets. */
@ExtendWith(VertxExtension.class)
class ManagementTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String UNAVAILABLE =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

  private static Vertx vertx;

  @TempDir Path folder;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void namesTheSourceOfEachUpstream() throws Exception {
    Map<String, String> environment =
        Map.of(
            "VITRINE_DISCOVERY_KUBERNETES_URL",
            "http://127.0.0.1:1",
            "VITRINE_UPSTREAMS",
            """
            {a: {endpoints: [{address: '192.0.2.1:1'}]}, b: {dns: {name: localhost, type: a, port: 1}},
             c: {kubernetes: {service: c, namespace: shop}}}
            """);
    try (RunningGateway gateway = RunningGateway.with(environment)) {
      JsonNode sources = upstreams(gateway);

      assertThat(sources.at("/0/source/kind").asText()).isEqualTo("static");
      assertThat(sources.at("/1/source/kind").asText()).isEqualTo("dns");
      assertThat(sources.at("/1/source/name").asText()).isEqualTo("localhost");
      assertThat(sources.at("/2/source/kind").asText()).isEqualTo("kubernetes");
      assertThat(sources.at("/2/source/name").asText()).isEqualTo("shop/c");
      await()
          .untilAsserted(
              () -> assertThat(upstreams(gateway).at("/2/source/fault").asText()).isNotEmpty());
      assertThat(gateway.management().get("/metrics").body())
          .contains(
              "gateway_discovery_snapshot_age_seconds{source=\"static\",upstream=\"a\"} 0.0",
              "gateway_discovery_snapshot_age_seconds{source=\"dns\",upstream=\"b\"}",
              "gateway_discovery_snapshot_age_seconds{source=\"kubernetes\",upstream=\"c\"} NaN");
    }
  }

  @Test
  void namesTheFileThatReplacesTheSourcesOfAll() throws Exception {
    RewrittenFile file = RewrittenFile.ofEndpoints(folder);
    try (RunningGateway gateway = RunningGateway.with(file.watched())) {
      JsonNode before = upstreams(gateway).at("/0/source");
      file.write("{upstreams: {a: [{address: '192.0.2.1:1'}]}}");
      await().until(() -> !upstreams(gateway).at("/0/endpoints").isEmpty());

      JsonNode after = upstreams(gateway).at("/0/source");

      assertThat(before.path("kind").asText()).isEqualTo("file");
      assertThat(before.path("name").asText()).isEqualTo(file.path().toString());
      assertThat(before.path("fault").asText()).contains("no such file");
      assertThat(before.path("snapshot_age_seconds").isNull()).isTrue();
      assertThat(after.path("fault").asText()).isEmpty();
      assertThat(after.path("snapshot_age_seconds").isNumber()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1 | application/openmetrics-text; version=1.0.0; charset=utf-8",
        "application/openmetrics-text | application/openmetrics-text; version=1.0.0; charset=utf-8",
        "application/openmetrics-text;q=0, text/plain | text/plain; version=0.0.4; charset=utf-8",
        "text/plain;q=0.9, application/openmetrics-text;q=0.1 | text/plain; version=0.0.4; charset=utf-8",
        "*/* | text/plain; version=0.0.4; charset=utf-8"
      })
  void speaksTheFormatThatAScraperWants(String accept, String type) throws Exception {
    try (RunningGateway gateway = RunningGateway.with(Map.of())) {
      Answer metrics = gateway.management().get("/metrics", "Accept", accept);

      assertThat(metrics.header("Content-Type")).isEqualTo(type);
    }
  }

  @Test
  void countsWhatItAnswersItselfByTheReason() throws Exception {
    Map<String, String> environment = Map.of("VITRINE_ROUTE_DEFAULTS_HOLD", "0s");
    try (RunningGateway gateway = RunningGateway.with(environment)) {
      TestClient client = TestClient.of(gateway.port());
      client.get("/a");
      client.get("/nowhere");
      client.get("/a/..%2f");
      RawClient.exchange(gateway.port(), "GET /a HTTP/9.9\r\nHost: a\r\n\r\n");
      RawClient.exchange(
          gateway.port(), "GET /a HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");

      // The client has the answer a moment before the gateway has counted it.
      await()
          .untilAsserted(() -> {
            JsonNode rejected = picture(gateway).at("/traffic/rejected");
            assertThat(rejected.path("no-endpoint").asInt()).isEqualTo(1);
            assertThat(rejected.path("not-found").asInt()).isEqualTo(1);
            assertThat(rejected.path("malformed-request").asInt()).isEqualTo(2);
            assertThat(rejected.path("header-fields-too-large").asInt()).isEqualTo(1);
            assertThat(rejected.path("queue-full").asInt()).isZero();
          });
      assertThat(gateway.management().get("/metrics").body())
          .contains("gateway_rejected_total{reason=\"no-endpoint\"} 1.0");
    }
  }

  @Test
  void countsAnswersOfUpstreamsForNoRejections() throws Exception {
    String problem =
        "HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\nContent-Length: 2\r\n"
            + "\r\n{}";
    try (RawServer upstream = RawServer.answering(vertx, problem);
        RunningGateway gateway = RunningGateway.before(upstream.port())) {
      TestClient.of(gateway.port()).get("/a");
      await().until(() -> picture(gateway).at("/routes/0/requests").asInt() == 1);

      JsonNode rejected = picture(gateway).at("/traffic/rejected");

      assertThat(StreamSupport.stream(rejected.spliterator(), false).mapToInt(JsonNode::asInt))
          .containsOnly(0);
    }
  }

  @Test
  void countsAttemptsBeyondTheFirstByWhyThereWasAnother() throws Exception {
    try (RawServer ill = RawServer.answering(vertx, UNAVAILABLE);
        RawServer well = RawServer.answering(vertx, OK);
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_UPSTREAM_DEFAULTS_EJECTION_BAD_ANSWERS", "0"),
                ill.port(),
                well.port())) {
      TestClient client = TestClient.of(gateway.port());
      for (int i = 0; i < 20 && !ill.received().contains("GET"); i++) {
        assertThat(client.get("/a").status()).isEqualTo(200);
      }

      JsonNode upstream = upstreams(gateway).path(0);

      assertThat(gateway.metric("gateway.retries", "upstream", "a", "reason", "status-503"))
          .isEqualTo(1);
      assertThat(upstream.path("retries").asInt()).isEqualTo(1);
      assertThat(upstream.path("errors").asInt()).isEqualTo(1);
      assertThat(upstream.path("requests").asInt())
          .isEqualTo(picture(gateway).at("/routes/0/requests").asInt() + 1);
    }
  }

  @Test
  void showsTheChangesOfEndpointsOfAReloadedConfigurationToo() throws Exception {
    RewrittenFile file = RewrittenFile.ofConfiguration(folder).write(config("one"));
    try (RunningGateway gateway = RunningGateway.with(file.watched())) {
      String before = picture(gateway).at("/changes/0/upstream").asText();
      file.write(config("two"));
      await().until(() -> upstreams(gateway).at("/0/name").asText().equals("two"));

      JsonNode picture = picture(gateway);

      assertThat(before).isEqualTo("one");
      assertThat(picture.at("/changes/0/upstream").asText()).isEqualTo("two");
      assertThat(picture.at("/routes/0/path").asText()).isEqualTo("/two");
      assertThat(picture.at("/config/restart_needed").asBoolean()).isFalse();
    }
  }

  @Test
  void isNotKeptByAnybody() throws Exception {
    try (RunningGateway gateway = RunningGateway.before()) {
      Answer answer = gateway.management().get("/upstreams");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Content-Type")).isEqualTo("application/json");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }
  }

  private static String config(String name) {
    return """
    upstreams:
      %s: {endpoints: [{address: "192.0.2.1:1"}]}
    routes: [{path: /%s, upstream: %s}]
    """
        .formatted(name, name, name);
  }

  private static JsonNode upstreams(RunningGateway gateway) throws Exception {
    return picture(gateway).path("upstreams");
  }

  private static JsonNode picture(RunningGateway gateway) throws Exception {
    return gateway.management().get("/upstreams").json();
  }
}
