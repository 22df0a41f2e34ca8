package dev.vitrine.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.platform.telemetry.Metric;
import dev.vitrine.platform.testing.CapturedLogs;
import dev.vitrine.platform.testing.CapturedSpans;
import dev.vitrine.platform.testing.Link;
import dev.vitrine.platform.testing.RunningService;
import dev.vitrine.platform.testing.ShownMetrics;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestClient.Answer;
import dev.vitrine.platform.testing.TestDatabase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a request leaves behind: spans, measurements and log lines that name each other. */
final class ObservationIT {
  private static final String CALLER = "00f067aa0ba902b7";
  private static final Random RANDOM = new Random();

  private static TestDatabase database;
  private static Link link;
  private static RunningService service;
  private static TestClient client;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.migrated("product_service");
    link = Link.to(database);
    service = ProductServices.start(database, link);
    client = service.client();
    ImportLines.send(client, ImportLines.lines(1, 11));
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
    link.close();
    database.close();
  }

  private static String newTraceId() {
    byte[] id = new byte[16];
    RANDOM.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  private static String traceparent(String traceId) {
    return "00-" + traceId + "-" + CALLER + "-01";
  }

  /** The spans of a trace when there are so many, the first begun first. */
  private static List<SpanData> spansOf(String traceId, int count) {
    Awaitility.await().until(() -> CapturedSpans.of(traceId).size() >= count);
    List<SpanData> spans = spansSoFar(traceId);
    assertThat(spans).hasSize(count);
    return spans;
  }

  private static List<SpanData> spansSoFar(String traceId) {
    return CapturedSpans.of(traceId).stream()
        .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
        .toList();
  }

  private static List<JsonNode> linesOf(String traceId) {
    return CapturedLogs.of("http.request").stream()
        .filter(line -> line.path("trace_id").asText().equals(traceId))
        .toList();
  }

  private static String text(SpanData span, String key) {
    return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(key)));
  }

  private static long number(SpanData span, String key) {
    Long value = span.getAttributes().get(AttributeKey.longKey(key));
    return value == null ? -1 : value;
  }

  private static long requests(String route, int status, String error) {
    var timer =
        service
            .telemetry()
            .registry()
            .find("http.server.request.duration")
            .tag("http.request.method", "GET")
            .tag("http.route", route)
            .tag("http.response.status_code", Integer.toString(status))
            .tag("error.type", error)
            .timer();
    return timer == null ? 0 : timer.count();
  }

  @Test
  void showsTheMetricsOfTheCatalogue() throws Exception {
    client.get("/products/1");
    Awaitility.await().until(() -> requests("/products/{id}", 200, "") > 0);

    ShownMetrics.of(service.telemetry())
        .areThoseOfTheCatalogue(Metric.Processes.SERVICES)
        .include(Metric.HTTP_SERVER_REQUEST_DURATION, Metric.DB_CLIENT_OPERATION_DURATION);
  }

  @Test
  void isOneTraceOfARequestAndItsStatements() throws Exception {
    String traceId = newTraceId();

    client.get("/products/7", "traceparent", traceparent(traceId));

    List<SpanData> spans = spansOf(traceId, 2);
    SpanData server = spans.getFirst();
    assertThat(server.getName()).isEqualTo("GET /products/{id}");
    assertThat(server.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(server.getParentSpanId()).isEqualTo(CALLER);
    assertThat(server.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(text(server, "http.request.method")).isEqualTo("GET");
    assertThat(text(server, "http.route")).isEqualTo("/products/{id}");
    assertThat(text(server, "url.path")).isEqualTo("/products/7");
    assertThat(number(server, "http.response.status_code")).isEqualTo(200);
    SpanData statement = spans.getLast();
    assertThat(statement.getName()).isEqualTo("SELECT product");
    assertThat(statement.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(statement.getParentSpanId()).isEqualTo(server.getSpanId());
    assertThat(text(statement, "db.system.name")).isEqualTo("postgresql");
    assertThat(text(statement, "db.namespace")).isEqualTo(database.name());
    assertThat(text(statement, "db.operation.name")).isEqualTo("SELECT");
    assertThat(text(statement, "db.query.summary")).isEqualTo("SELECT product");
    assertThat(text(statement, "server.address")).isEqualTo(link.host());
    assertThat(number(statement, "server.port")).isEqualTo(link.port());
    assertThat(server.getResource().getAttribute(AttributeKey.stringKey("service.name")))
        .isEqualTo("product-service");
  }

  @Test
  void isOneTraceOfAnImportAndItsBatches() throws Exception {
    String traceId = newTraceId();

    client.send(
        "POST",
        ImportLines.PATH,
        BodyPublishers.ofString(ImportLines.lines(1_000, 1_900)),
        "Content-Type",
        ImportLines.TYPE,
        "traceparent",
        traceparent(traceId));

    // The last to end is that of the request.
    Awaitility.await()
        .until(() ->
            CapturedSpans.of(traceId).stream().anyMatch(span -> span.getKind() == SpanKind.SERVER));
    List<SpanData> spans = spansSoFar(traceId);
    String server = spans.getFirst().getSpanId();
    assertThat(spans.getFirst().getName()).isEqualTo("POST /products/import");
    // One for 200 lines, or for a few more: it is written where what TCP has brought ends.
    assertThat(spans.subList(1, spans.size()))
        .hasSizeBetween(4, 5)
        .allSatisfy(batch -> {
          assertThat(batch.getName()).isEqualTo("INSERT product");
          assertThat(batch.getParentSpanId()).isEqualTo(server);
        });
  }

  @Test
  void saysWhyARequestFailed() throws Exception {
    String traceId = newTraceId();
    link.cut();
    Answer answer;
    try {
      answer = client.get("/products", "traceparent", traceparent(traceId));
    } finally {
      link.restore();
    }

    assertThat(answer.json().get("trace_id").asText()).isEqualTo(traceId);
    List<SpanData> spans = spansOf(traceId, 2);
    assertThat(spans.getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(text(spans.getFirst(), "error.type")).isEqualTo("database-unavailable");
    assertThat(number(spans.getFirst(), "http.response.status_code")).isEqualTo(503);
    assertThat(spans.getLast().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(text(spans.getLast(), "error.type")).doesNotContain("netty").isNotBlank();
    Awaitility.await().until(() -> requests("/products", 503, "database-unavailable") > 0);
    Awaitility.await().until(() -> linesOf(traceId).size() == 1);
    assertThat(linesOf(traceId).getFirst().get("error.type").asText())
        .isEqualTo("database-unavailable");
    assertThat(linesOf(traceId).getFirst().get("level").asText()).isEqualTo("WARN");
  }

  @Test
  void measuresByRouteWhateverPathsAreAskedFor() throws Exception {
    long found = requests("/products/{id}", 200, "");
    long unmatched = requests("unmatched", 404, "");

    client.get("/products/1");
    client.get("/products/2");
    client.get("/nothing/1");
    client.get("/nothing/2");

    Awaitility.await().until(() -> requests("/products/{id}", 200, "") == found + 2);
    Awaitility.await().until(() -> requests("unmatched", 404, "") == unmatched + 2);
    assertThat(
            service
                .telemetry()
                .registry()
                .get("db.client.operation.duration")
                .tag("db.query.summary", "SELECT product")
                .tag("error.type", "")
                .timer()
                .count())
        .isPositive();
  }

  @Test
  void logsOneLineForARequestThatNamesItsTrace() throws Exception {
    String traceId = newTraceId();

    client.get("/products/7?secret=x", "traceparent", traceparent(traceId));

    Awaitility.await().until(() -> linesOf(traceId).size() == 1);
    JsonNode line = linesOf(traceId).getFirst();
    assertThat(line.get("service.name").asText()).isEqualTo("product-service");
    assertThat(line.get("http.route").asText()).isEqualTo("/products/{id}");
    assertThat(line.get("url.path").asText()).isEqualTo("/products/7");
    assertThat(line.get("http.response.status_code").asInt()).isEqualTo(200);
    assertThat(line.get("duration_ms").isNumber()).isTrue();
    assertThat(line.get("span_id").asText()).isEqualTo(spansOf(traceId, 2).getFirst().getSpanId());
    assertThat(line.toString()).doesNotContain("secret");
  }

  @Test
  void isOfOneTraceEvenIfTheClientLeft() throws Exception {
    String traceId = newTraceId();
    try (var socket = client.connect()) {
      // However TCP cuts this, the first batch is full where the first chunk ends.
      String request =
          ImportLines.head("Transfer-Encoding: chunked", "traceparent: " + traceparent(traceId))
              + ImportLines.chunk(ImportLines.lines(2_000, 2_200));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      Awaitility.await().until(() -> CapturedSpans.of(traceId).size() == 1);
      String rest = ImportLines.chunk(ImportLines.lines(2_200, 2_250));
      socket.getOutputStream().write(rest.getBytes(StandardCharsets.UTF_8));
    }

    List<SpanData> spans = spansOf(traceId, 3);
    SpanData server =
        spans.stream().filter(span -> span.getKind() == SpanKind.SERVER).findFirst().orElseThrow();
    assertThat(spans)
        .filteredOn(span -> span.getName().equals("INSERT product"))
        .hasSize(2)
        .allSatisfy(batch -> assertThat(batch.getParentSpanId()).isEqualTo(server.getSpanId()));
    assertThat(number(server, "http.response.status_code")).isEqualTo(499);
    assertThat(text(server, "error.type")).isEqualTo("client-closed-request");
    // Other tests leave in the middle of an import, too.
    Awaitility.await()
        .until(() ->
            CapturedLogs.of("import.abandoned").stream()
                .anyMatch(line -> traceId.equals(line.path("trace_id").asText())));
  }
}
