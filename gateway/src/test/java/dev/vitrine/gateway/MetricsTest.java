package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.proxy.GatewayProblems;
import dev.vitrine.platform.telemetry.Label;
import dev.vitrine.platform.telemetry.Metric;
import dev.vitrine.platform.telemetry.Metric.Processes;
import dev.vitrine.platform.testing.ShownMetrics;
import dev.vitrine.platform.testing.TestClient;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the gateway measures, held against the catalogue. */
@ExtendWith(VertxExtension.class)
class MetricsTest {
  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void showsWhatTheCatalogueSays() throws Exception {
    String unavailable = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
    try (RawServer upstream = RawServer.answering(vertx, unavailable);
        RawServer other = RawServer.answering(vertx, unavailable);
        RunningGateway gateway = RunningGateway.before(upstream.port(), other.port())) {
      ShownMetrics.of(shown(gateway)).areThoseOfTheCatalogue(Processes.GATEWAY);
      assertThat(shown(gateway))
          .contains("netty_allocator_memory_used_bytes{", "netty_eventexecutor_tasks_pending{");
      TestClient client = TestClient.of(gateway.port());
      client.get("/a");
      client.get("/nowhere");
      RawClient.exchange(
          gateway.port(), "FROB /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      RawClient.exchange(gateway.port(), "GET /a HTTP/9.9\r\nHost: a\r\n\r\n");
      await()
          .until(() ->
              gateway.metric(Metric.HTTP_SERVER_REQUEST_DURATION.meter(), "error.type", "") >= 1);

      ShownMetrics.of(shown(gateway))
          .areThoseOfTheCatalogue(Processes.GATEWAY)
          .include(
              Metric.HTTP_SERVER_REQUEST_DURATION,
              Metric.HTTP_CLIENT_REQUEST_DURATION,
              Metric.GATEWAY_RETRIES);
    }
  }

  @Test
  void measuresWhatNoRouteTakesWithoutWordsOfTheClient() throws Exception {
    try (RunningGateway gateway = RunningGateway.with(Map.of())) {
      RawClient.exchange(
          gateway.port(), "FROB /somewhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      await()
          .untilAsserted(() ->
              assertThat(shown(gateway))
                  .contains(
                      "http_server_request_duration_seconds_count{error_type=\"\","
                          + "http_request_method=\"_OTHER\","
                          + "http_response_status_code=\"404\",http_route=\"unmatched\"} 1"));
    }
  }

  @Test
  void countsNoWaitForAnUpstreamAsItsOwnTime() throws Exception {
    try (RunningGateway gateway =
        RunningGateway.with(Map.of("VITRINE_ROUTE_DEFAULTS_HOLD", "1s"))) {
      double before = gateway.metric(Metric.GATEWAY_OVERHEAD.meter());

      TestClient.of(gateway.port()).get("/a");

      await().until(() -> shown(gateway).contains("gateway_overhead_seconds_count 1"));
      assertThat(before).isZero();
      assertThat(shown(gateway))
          .contains("http_response_status_code=\"503\",http_route=\"/a/*\",le=\"1.0\"} 0")
          .contains("gateway_overhead_seconds_bucket{le=\"0.1\"} 1");
    }
  }

  @Test
  void spendsNothingOnWhatIsSwitchedOff() throws Exception {
    Map<String, String> off =
        Map.of("VITRINE_METRICS_ENABLED", "false", "OTEL_SDK_DISABLED", "true");
    try (RunningGateway gateway = RunningGateway.with(off)) {
      TestClient.Answer answer = TestClient.of(gateway.port()).get("/nowhere");

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.headers().map()).doesNotContainKey("x-trace-id");
      assertThat(answer.json().has("trace_id")).isFalse();
      assertThat(shown(gateway)).isBlank();
      assertThat(gateway.management().get("/upstreams").status()).isEqualTo(200);
    }
  }

  @Test
  void namesEveryReasonOfARetryInTheCatalogue() {
    assertThat(GatewayProblems.kinds())
        .filteredOn(kind ->
            kind.startsWith("connect")
                || kind.equals("stream-refused")
                || kind.equals("going-away"))
        .isNotEmpty()
        .allMatch(Label.RETRY_REASON.known()::contains);
  }

  private static String shown(RunningGateway gateway) throws Exception {
    return gateway.management().get("/metrics").body();
  }
}
