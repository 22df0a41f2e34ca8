package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.local.discovery.Upstreams.Addresses;
import dev.vitrine.platform.testing.ClosedPort;
import dev.vitrine.system.Client.Answer;
import dev.vitrine.system.OtlpSink.Received;
import dev.vitrine.system.ScriptedUpstream.Manner;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What status, metrics, spans and log lines say of each kind of fault. The gateway, the services
 * and the database are real; upstreams that behave badly on demand stand beside the services.
 */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class FaultSignalsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Nothing is sent twice, so that one request is one attempt. */
  private static final String CONFIG =
      """
      upstreams: {user-service: {}, product-service: {}, broken: {}, silent: {}, rude: {}, absent: {}}
      route-defaults: {retry: {most: 0}}
      routes:
        - {path: /users, upstream: user-service}
        - {path: /products, upstream: product-service}
        - {path: /broken, upstream: broken}
        - {path: /silent, upstream: silent, head-timeout: 300ms}
        - {path: /patient, upstream: silent}
        - {path: /rude, upstream: rude}
        - {path: /absent, upstream: absent}
      """;

  @TempDir static Path folder;

  private static final List<ScriptedUpstream> SCRIPTED = new ArrayList<>();
  private static OtlpSink sink;
  private static ClosedPort nobody;
  private static Parts parts;
  private static ScriptedUpstream broken;

  @BeforeAll
  static void up() throws Exception {
    sink = new OtlpSink();
    VitrineCommand command;
    try (RunningSystem system = RunningSystem.up(folder, Map.of())) {
      command = system.command();
    }
    Path config = Files.writeString(folder.resolve("gateway.yaml"), CONFIG);
    parts =
        new Parts(
            command,
            Map.of(
                "VITRINE_LOCAL_GATEWAY_CONFIG", config.toString(),
                "OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint(),
                "OTEL_BSP_SCHEDULE_DELAY", "100"));
    broken = scripted(new Manner.Answers(500, Duration.ZERO));
    parts.upstreams().tell("broken", broken.addresses());
    parts.upstreams().tell("silent", scripted(new Manner.Hangs()).addresses());
    parts.upstreams().tell("rude", scripted(new Manner.BreaksOff()).addresses());
    nobody = ClosedPort.take();
    parts
        .upstreams()
        .tell("absent", new Addresses("127.0.0.1:" + nobody.number(), broken.address()));
    for (String part : List.of(Parts.DATABASE, "user-service", "product-service", "gateway")) {
      parts.start(part);
    }
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() ->
            gateway().get("/products/1").status() == 200
                && Scraped.of(parts.management("gateway"))
                        .sum("gateway_upstream_endpoints", Map.of("state", "ready"))
                    == 6);
  }

  @AfterAll
  static void down() throws Exception {
    SCRIPTED.forEach(ScriptedUpstream::close);
    if (nobody != null) {
      nobody.close();
    }
    if (parts != null) {
      parts.close();
      sink.close();
    }
  }

  /** Its own, in the place of the one that the client has sent. */
  @Test
  void proof1_givesAnUpstreamOneTraceContext() throws Exception {
    String outside = "00-6bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    Answer answer =
        gateway().send(gateway().request("/broken/1").header("traceparent", outside).build());
    String trace = answer.header("X-Trace-Id");

    assertThat(trace).isEqualTo("6bf92f3577b34da6a3ce929d0e0e4736");
    Received call = span(trace, "gateway", SpanKind.SPAN_KIND_CLIENT);
    assertThat(broken.lastField("traceparent"))
        .singleElement()
        .asString()
        .startsWith("00-" + trace + "-" + call.spanId() + "-");
  }

  @ParameterizedTest
  @CsvSource({
    "broken, 500, 500, 500, 500",
    "silent, 504, response-timeout, '', response-timeout",
    "rude, 502, connection-lost, '', connection-lost",
    "absent, 502, connection-refused, '', connection-refused"
  })
  void proof2_showsWhatAnUpstreamDoesWrong(
      String upstream, int status, String error, String attemptStatus, String attemptError)
      throws Exception {
    Growth served = Growth.ofServed("gateway", "/" + upstream + "/*", status, error);
    Growth tried = Growth.ofAttempts(upstream, attemptStatus, attemptError);

    Answer answer = gateway().get("/" + upstream + "/1");
    String trace = answer.header("X-Trace-Id");

    assertThat(answer.status()).isEqualTo(status);
    await().untilAsserted(() -> assertThat(served.now()).isEqualTo(1));
    assertThat(tried.now()).isEqualTo(1);
    Received edge = span(trace, "gateway", SpanKind.SPAN_KIND_SERVER);
    Received call = span(trace, "gateway", SpanKind.SPAN_KIND_CLIENT);
    assertThat(edge.attributes())
        .containsEntry("http.route", "/" + upstream + "/*")
        .containsEntry("http.response.status_code", (long) status)
        .containsEntry("error.type", error);
    assertThat(call.attributes()).containsEntry("error.type", attemptError);
    assertThat(List.of(edge, call))
        .extracting(received -> received.span().getStatus().getCode())
        .containsOnly(StatusCode.STATUS_CODE_ERROR);
    assertLine(trace, "gateway", "WARN", "/" + upstream + "/*", status, error);
  }

  @Test
  void proof2_showsThatAClientHasLeft() throws Exception {
    String trace = "5bf92f3577b34da6a3ce929d0e0e4736";
    Growth served = Growth.ofServed("gateway", "/patient/*", 499, "client-closed-request");
    Growth tried = Growth.ofAttempts("silent", "", "client-gone");

    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), parts.gatewayPort())) {
      String request =
          "GET /patient/1 HTTP/1.1\r\nHost: shop.example\r\ntraceparent: 00-"
              + trace
              + "-00f067aa0ba902b7-01\r\n\r\n";
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      await()
          .until(() ->
              Scraped.of(parts.management("gateway"))
                      .sum("gateway_upstream_in_flight", Map.of("upstream", "silent"))
                  == 1);
    }

    await().untilAsserted(() -> assertThat(served.now()).isEqualTo(1));
    assertThat(tried.now()).isEqualTo(1);
    Received edge = span(trace, "gateway", SpanKind.SPAN_KIND_SERVER);
    Received call = span(trace, "gateway", SpanKind.SPAN_KIND_CLIENT);
    assertThat(edge.attributes())
        .containsEntry("http.response.status_code", 499L)
        .containsEntry("error.type", "client-closed-request");
    assertThat(edge.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(call.attributes()).containsEntry("error.type", "client-gone");
    assertThat(call.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertLine(trace, "gateway", "INFO", "/patient/*", 499, "client-closed-request");
  }

  /** Of a row that nobody expected: the service has no value for what cannot be empty. */
  @Test
  void proof2_showsWhatAServiceThrows() throws Exception {
    String thrown = "java.lang.NullPointerException";
    Growth served = Growth.ofServed("product-service", "/products/{id}", 500, thrown);
    Growth passed = Growth.ofServed("gateway", "/products/*", 500, "500");
    Growth tried = Growth.ofAttempts("product-service", "500", "500");

    Answer answer;
    try (Administrator administrator = parts.administrator("product_db")) {
      administrator.run(
          "ALTER TABLE product ALTER created_at DROP NOT NULL;"
              + " UPDATE product SET created_at = NULL WHERE id = 1");
      answer = gateway().get("/products/1");
      administrator.run(
          "UPDATE product SET created_at = now() WHERE id = 1;"
              + " ALTER TABLE product ALTER created_at SET NOT NULL");
    }
    String trace = answer.header("X-Trace-Id");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("NullPointer", "created_at");
    await().untilAsserted(() -> assertThat(served.now()).isEqualTo(1));
    assertThat(passed.now()).isEqualTo(1);
    assertThat(tried.now()).isEqualTo(1);
    assertFailedIn(trace, thrown);
    assertThat(span(trace, "product-service", SpanKind.SPAN_KIND_CLIENT).span().getStatus())
        .extracting(status -> status.getCode())
        .isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(lines(trace, "product-service"))
        .anySatisfy(line -> {
          assertThat(line.path("level").asText()).isEqualTo("ERROR");
          assertThat(line.path("exception.type").asText()).isEqualTo(thrown);
          assertThat(line.path("exception.stacktrace").asText()).contains("PgProducts");
        });
  }

  @Test
  void proof2_showsAnErrorOfTheDatabase() throws Exception {
    String thrown = "io.vertx.pgclient.PgException";
    Growth served = Growth.ofServed("product-service", "/products/{id}", 500, thrown);
    Growth passed = Growth.ofServed("gateway", "/products/*", 500, "500");
    Growth tried = Growth.ofAttempts("product-service", "500", "500");
    Growth stated =
        Growth.of(
            "product-service",
            "db_client_operation_duration_seconds_count",
            Map.of("db_query_summary", "SELECT product", "error_type", "42P01"));

    Answer answer;
    try (Administrator administrator = parts.administrator("product_db")) {
      administrator.run("ALTER TABLE product RENAME TO elsewhere");
      answer = gateway().get("/products/1");
      administrator.run("ALTER TABLE elsewhere RENAME TO product");
    }
    String trace = answer.header("X-Trace-Id");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("PgException", "42P01", "relation");
    await().untilAsserted(() -> assertThat(served.now()).isEqualTo(1));
    assertThat(passed.now()).isEqualTo(1);
    assertThat(tried.now()).isEqualTo(1);
    assertThat(stated.now()).isEqualTo(1);
    assertFailedIn(trace, thrown);
    Received statement = span(trace, "product-service", SpanKind.SPAN_KIND_CLIENT);
    assertThat(statement.span().getName()).isEqualTo("SELECT product");
    assertThat(statement.attributes())
        .containsEntry("error.type", "42P01")
        .containsEntry("db.response.status_code", "42P01");
    assertThat(statement.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
  }

  /** That a request to one product failed in its service, and was passed on by the gateway. */
  private static void assertFailedIn(String trace, String thrown) throws IOException {
    Received service = span(trace, "product-service", SpanKind.SPAN_KIND_SERVER);
    Received call = span(trace, "gateway", SpanKind.SPAN_KIND_CLIENT);
    Received edge = span(trace, "gateway", SpanKind.SPAN_KIND_SERVER);
    assertThat(service.attributes())
        .containsEntry("http.route", "/products/{id}")
        .containsEntry("error.type", thrown);
    assertThat(List.of(call, edge))
        .allSatisfy(
            received -> assertThat(received.attributes()).containsEntry("error.type", "500"));
    assertThat(List.of(service, call, edge))
        .allSatisfy(received -> {
          assertThat(received.attributes()).containsEntry("http.response.status_code", 500L);
          assertThat(received.span().getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
        });
    assertLine(trace, "product-service", "WARN", "/products/{id}", 500, thrown);
    assertLine(trace, "gateway", "WARN", "/products/*", 500, "500");
  }

  /** That a process has one access line of this trace, and what it says. */
  private static void assertLine(
      String trace, String part, String level, String route, int status, String error) {
    await()
        .untilAsserted(() ->
            assertThat(lines(trace, part))
                .filteredOn(line -> line.path("logger").asText().equals("access"))
                .singleElement()
                .satisfies(line -> {
                  assertThat(line.path("level").asText()).isEqualTo(level);
                  assertThat(line.path("http.route").asText()).isEqualTo(route);
                  assertThat(line.path("http.response.status_code").asInt()).isEqualTo(status);
                  assertThat(line.path("error.type").asText()).isEqualTo(error);
                }));
  }

  private static List<JsonNode> lines(String trace, String part) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(parts.log(part))) {
      if (line.contains("\"trace_id\":\"" + trace + "\"")) {
        lines.add(new ObjectMapper().readTree(line));
      }
    }
    return lines;
  }

  /** The only span of this kind that a service has in a trace. */
  private static Received span(String trace, String service, SpanKind kind) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                sink.trace(trace).stream()
                    .filter(received -> received.service().equals(service))
                    .filter(received -> received.span().getKind() == kind)
                    .toList(),
            found -> found.size() == 1)
        .getFirst();
  }

  private static Client gateway() {
    return parts.client("gateway");
  }

  private static ScriptedUpstream scripted(Manner manner) throws IOException {
    ScriptedUpstream upstream = new ScriptedUpstream(manner);
    SCRIPTED.add(upstream);
    return upstream;
  }

  /** How much a count of a process has grown since this was made. */
  private record Growth(String part, String name, Map<String, String> labels, double before) {
    static Growth ofServed(String part, String route, int status, String error)
        throws InterruptedException {
      return of(
          part,
          "http_server_request_duration_seconds_count",
          Map.of(
              "http_request_method",
              "GET",
              "http_route",
              route,
              "http_response_status_code",
              Integer.toString(status),
              "error_type",
              error));
    }

    static Growth ofAttempts(String upstream, String status, String error)
        throws InterruptedException {
      return of(
          "gateway",
          "http_client_request_duration_seconds_count",
          Map.of(
              "upstream", upstream,
              "http_request_method", "GET",
              "http_response_status_code", status,
              "error_type", error));
    }

    static Growth of(String part, String name, Map<String, String> labels)
        throws InterruptedException {
      return new Growth(part, name, labels, Scraped.of(parts.management(part)).sum(name, labels));
    }

    double now() throws InterruptedException {
      return Scraped.of(parts.management(part)).sum(name, labels) - before;
    }
  }
}
