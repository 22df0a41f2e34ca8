package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.platform.testing.MalformedRequests;
import dev.vitrine.platform.testing.MalformedRequests.Sent;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.system.Client.Answer;
import dev.vitrine.system.OtlpSink.Received;
import dev.vitrine.system.RunningSystem.Child;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** One running system, used as a shop uses it, through the gateway. */
class ShopIT {
  private static final String JSON = "application/json";
  private static final Pattern INSIDE = Pattern.compile("Exception|\tat |io\\.vertx|dev\\.vitrine");

  @TempDir static Path folder;

  private static OtlpSink sink;
  private static RunningSystem system;
  private static Client gateway;

  @BeforeAll
  static void up() throws Exception {
    sink = new OtlpSink();
    system =
        RunningSystem.up(
            folder,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "100"));
    gateway = system.gateway();
  }

  @AfterAll
  static void down() throws Exception {
    system.close();
    sink.close();
  }

  @Test
  void isWell() throws Exception {
    JsonNode health = gateway.get("/health").json();

    assertThat(health.get("status").asText()).isEqualTo("ok");
    assertThat(health.get("service").asText()).isEqualTo("gateway");
    assertThat(health.get("upstreams").size()).isEqualTo(2);
  }

  @Test
  void listsProductsAsABareArrayWithALinkToTheNextPage() throws Exception {
    Answer answer = gateway.get("/products");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().isArray()).isTrue();
    assertThat(answer.json()).hasSize(20);
    assertThat(answer.json().get(0).fieldNames())
        .toIterable()
        .contains("id", "sku", "name", "description", "category", "price", "currency", "stock");
    assertThat(answer.body()).containsPattern("\"price\":\\d+\\.\\d\\d[,}]");
    assertThat(answer.header("Link")).endsWith("rel=\"next\"");
  }

  @Test
  void leadsFromPageToPageToEachOfTheThousandProductsOnce() throws Exception {
    Set<Long> ids = new HashSet<>();
    Pattern next = Pattern.compile("<([^>]+)>; rel=\"next\"");
    String path = "/products?limit=37";
    int products = 0;

    while (!path.isEmpty()) {
      Answer answer = gateway.get(path);
      for (JsonNode product : answer.json()) {
        ids.add(product.get("id").asLong());
        products++;
      }
      Matcher link = next.matcher(answer.header("Link"));
      path = link.find() ? link.group(1) : "";
    }

    assertThat(products).isEqualTo(1_000);
    assertThat(ids).hasSize(1_000);
  }

  @Test
  void showsOneProductAndSparesWhoHasIt() throws Exception {
    long id = gateway.get("/products?limit=1").json().get(0).get("id").asLong();

    Answer product = gateway.get("/products/" + id);
    Answer again =
        gateway.send(
            gateway
                .request("/products/" + id)
                .header("If-None-Match", product.header("ETag"))
                .build());

    assertThat(product.status()).isEqualTo(200);
    assertThat(again.status()).isEqualTo(304);
    assertThat(gateway.get("/products/1").status()).isEqualTo(200);
  }

  @Test
  void countsItsCategories() throws Exception {
    JsonNode categories = gateway.get("/categories").json();

    int products = 0;
    for (JsonNode category : categories) {
      products += category.get("count").asInt();
    }
    assertThat(categories.size()).isBetween(8, 20);
    assertThat(products).isEqualTo(1_000);
  }

  @Test
  void registersAPersonAndFindsThemAgain() throws Exception {
    String body =
        """
        {"email": "Grace@Example.org", "name": "Grace", "password": "amazing grace 1906"}
        """;

    Answer created = gateway.post("/users", JSON, body);
    Answer taken = gateway.post("/users", JSON, body.replace("Grace@", "gRACE@"));
    Answer found = gateway.get(created.header("Location"));

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo("/users/" + created.json().get("id"));
    assertThat(found.json()).isEqualTo(created.json());
    assertThat(found.json().get("email").asText()).isEqualTo("Grace@example.org");
    assertThat(created.body() + found.body()).doesNotContain("password", "hash", "amazing");
    assertThat(taken.status()).isEqualTo(409);
    assertThat(gateway.get("/users").json().isArray()).isTrue();
  }

  @Test
  void answersMistakesWithProblems() throws Exception {
    Map<String, Integer> expected =
        Map.of(
            "/products/abc", 404,
            "/productsX", 404,
            "/users/99999999", 404,
            "/products?limit=0", 400,
            "/products?cursor=x", 400,
            "/nowhere", 404);

    for (Map.Entry<String, Integer> mistake : expected.entrySet()) {
      assertProblem(gateway.get(mistake.getKey()), mistake.getValue());
    }
    assertProblem(
        gateway.post(
            "/users",
            JSON,
            "{\"email\":\"a@b.org\",\"name\":\"A\",\"password\":\"long enough 1\",\"admin\":true}"),
        422);
    assertProblem(gateway.post("/users", JSON, "{"), 400);
    assertProblem(gateway.post("/users", "text/plain", "x"), 415);
    assertProblem(gateway.post("/users/1", JSON, "{}"), 405);
  }

  @Test
  void refusesAMebibyteOfGarbage() throws Exception {
    String garbage = "\u0001\u00ff".repeat(512 * 1024);

    Answer users = gateway.post("/users", JSON, garbage);
    Answer products = gateway.post("/products/import", "application/x-ndjson", garbage);

    assertThat(users.status()).isBetween(400, 499);
    assertThat(products.status()).isBetween(400, 499);
    assertThat(gateway.get("/products").status()).isEqualTo(200);
  }

  @Test
  void neverFailsForMalformedRequests() throws Exception {
    List<Long> before = pids();
    TestClient client = TestClient.of(system.child("gateway").port());
    List<Sent> sent = new ArrayList<>();

    // Two at a time, because some of them wait for what never comes; no more, because a service
    // that is too busy may say so by a 503.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Sent>>> senders = new ArrayList<>();
      for (int seed = 0; seed < 2; seed++) {
        MalformedRequests requests = malformed(seed);
        senders.add(threads.submit(() -> requests.send(client, 320)));
      }
      for (Future<List<Sent>> sender : senders) {
        sent.addAll(sender.get());
      }
    }

    assertThat(sent).hasSize(640);
    assertThat(sent.stream().filter(one -> !one.isFair())).isEmpty();
    assertThat(sent).extracting(Sent::answer).noneMatch(answer -> INSIDE.matcher(answer).find());
    assertThat(sent).extracting(Sent::status).contains(200, 400, 404, 405);
    assertThat(pids()).isEqualTo(before);
    assertThat(gateway.get("/health").json().get("status").asText()).isEqualTo("ok");
  }

  @Test
  void proof1_isOneTraceFromTheGatewayToTheDatabase() throws Exception {
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    Answer answer =
        gateway.send(
            gateway
                .request("/products/1")
                .header("traceparent", parent)
                .header("User-Agent", "a browser")
                .build());
    String traceId = answer.header("X-Trace-Id");
    await().atMost(Duration.ofSeconds(20)).until(() -> sink.trace(traceId).size() >= 4);
    // Each process sends its spans in the order of their ends: a fifth one would be there before
    // these.
    String later = gateway.get("/products/1").header("X-Trace-Id");
    await().atMost(Duration.ofSeconds(20)).until(() -> sink.trace(later).size() >= 4);

    assertThat(traceId).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(sink.trace(traceId)).hasSize(4);
    Received edge = childOf(traceId, "00f067aa0ba902b7");
    Received call = childOf(traceId, edge.spanId());
    Received service = childOf(traceId, call.spanId());
    Received sql = childOf(traceId, service.spanId());
    assertThat(List.of(edge, call, service, sql))
        .extracting(received -> received.service() + ": " + received.span().getName())
        .containsExactly(
            "gateway: GET /products/*",
            "gateway: GET",
            "product-service: GET /products/{id}",
            "product-service: SELECT product");
    assertThat(List.of(edge, call, service, sql))
        .extracting(received -> received.span().getKind())
        .containsExactly(
            SpanKind.SPAN_KIND_SERVER,
            SpanKind.SPAN_KIND_CLIENT,
            SpanKind.SPAN_KIND_SERVER,
            SpanKind.SPAN_KIND_CLIENT);
    assertThat(List.of(edge, call, service, sql))
        .extracting(received -> received.span().getStatus().getCode())
        .containsOnly(StatusCode.STATUS_CODE_UNSET);
    assertThat(edge.attributes()).isEqualTo(attributesOfServed("/products/*"));
    assertThat(call.attributes())
        .isEqualTo(
            Map.of(
                "http.request.method",
                "GET",
                "http.response.status_code",
                200L,
                "url.full",
                "http://127.0.0.1:" + system.child("product-service").port() + "/products/1",
                "server.address",
                "127.0.0.1",
                "server.port",
                (long) system.child("product-service").port()));
    assertThat(service.attributes()).isEqualTo(attributesOfServed("/products/{id}"));
    assertThat(sql.attributes())
        .isEqualTo(
            Map.of(
                "db.system.name", "postgresql",
                "db.namespace", "product_db",
                "db.operation.name", "SELECT",
                "db.query.summary", "SELECT product",
                "server.address", "127.0.0.1",
                "server.port", (long) system.child("database").port()));
  }

  @Test
  void writesTheTraceIdIntoEveryLogLineOfARequest() throws Exception {
    Answer missing = gateway.get("/products/987654321");
    String traceId = missing.json().get("trace_id").asText();

    await()
        .untilAsserted(() ->
            assertThat(logLines().filter(line -> line.contains("/products/987654321")))
                .hasSize(2)
                .allMatch(line -> line.contains("\"trace_id\":\"" + traceId + "\"")));
  }

  /**
   * Interleaved, so that a context that is left behind on a thread would show: not in an access
   * line, whose context is made current for it, but in what the service says of an import, in
   * whatever context it is in by then. Imports are told apart by their numbers of lines.
   */
  @Test
  void proof4_writesNoOtherTraceIntoALogLine() throws Exception {
    Map<String, Future<Answer>> answers = new LinkedHashMap<>();
    Map<String, Future<Answer>> imports = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        String path = "/products/" + (5_000_000 + i);
        answers.put(path, threads.submit(() -> gateway.get(path)));
        if (i % 5 == 0) {
          int lines = 1_000 + i;
          imports.put("" + lines, threads.submit(() -> importInVain(lines)));
        }
      }
    }
    Map<String, String> traces = traces(answers);
    Map<String, String> tracesOfImports = traces(imports);

    assertThat(traces).hasSize(200);
    assertThat(traces.values()).doesNotHaveDuplicates();
    await()
        .untilAsserted(() ->
            assertThat(linesAbout("/products/5000"))
                .filteredOn(line -> line.path("service.name").asText().equals("gateway"))
                .hasSize(200));
    await()
        .untilAsserted(
            () -> assertThat(tracesOfInVain()).containsExactlyInAnyOrderEntriesOf(tracesOfImports));
    for (JsonNode line : linesAbout("/products/5000")) {
      assertThat(line.path("trace_id").asText())
          .as(line.toString())
          .isEqualTo(traces.get(line.path("url.path").asText()));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
  void proof5_hasNoMoreSeriesAfterTenThousandRandomPathsAndMethods() throws Exception {
    sendAtRandom(1, 1_000);
    Set<String> before = series();

    sendAtRandom(2, 10_000);

    assertThat(series()).isEqualTo(before);
  }

  @Test
  void measuresRequestsInEveryProcess() throws Exception {
    gateway.get("/products/1");
    gateway.get("/users/1");

    for (Child child : system.children()) {
      if (child.managementPort() != 0) {
        assertThat(Client.of(child.managementPort()).get("/metrics").body())
            .as(child.service())
            .contains("http_server_request_duration_seconds_bucket{");
      }
    }
  }

  @Test
  void fitsIntoAGibibyte() throws Exception {
    Matcher total =
        Pattern.compile("in all\\s+(\\d+) MiB").matcher(system.command().run("status").output());

    assertThat(total.find()).isTrue();
    assertThat(Integer.parseInt(total.group(1))).isBetween(50, 1024);
  }

  /** All that a span says of a browser's request for one product. */
  private static Map<String, Object> attributesOfServed(String route) {
    return Map.of(
        "http.request.method", "GET",
        "http.route", route,
        "http.response.status_code", 200L,
        "url.path", "/products/1",
        "url.scheme", "http",
        "network.protocol.version", "1.1",
        "user_agent.original", "a browser");
  }

  private static Map<String, String> traces(Map<String, Future<Answer>> answers) throws Exception {
    Map<String, String> traces = new HashMap<>();
    for (Map.Entry<String, Future<Answer>> answer : answers.entrySet()) {
      traces.put(answer.getKey(), answer.getValue().get().json().get("trace_id").asText());
    }
    return traces;
  }

  private static Answer importInVain(int lines) throws IOException, InterruptedException {
    return gateway.post("/products/import", "application/x-ndjson", "{}\n".repeat(lines));
  }

  /** The traces of what the service says of imports of so many lines. */
  private static Map<String, String> tracesOfInVain() throws IOException {
    Map<String, String> traces = new HashMap<>();
    for (String line : logLines().filter(it -> it.contains("\"import.in-vain\"")).toList()) {
      JsonNode parsed = new ObjectMapper().readTree(line);
      String received = parsed.path("received").asText();
      if (received.length() == 4) {
        traces.put(received, parsed.path("trace_id").asText());
      }
    }
    return traces;
  }

  /** The access lines of all processes about paths that begin so. */
  private static List<JsonNode> linesAbout(String path) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : logLines().filter(it -> it.contains(path)).toList()) {
      JsonNode parsed = new ObjectMapper().readTree(line);
      if (parsed.path("url.path").asText().startsWith(path)) {
        lines.add(parsed);
      }
    }
    return lines;
  }

  /** Requests that nobody has made before, to wherever they lead. */
  private static void sendAtRandom(long seed, int count) throws Exception {
    List<String> starts =
        List.of("/", "/products/", "/users/", "/categories/", "/auth/", "/health/");
    List<String> methods = List.of("GET", "HEAD", "PUT", "DELETE", "BREW");
    Random random = new Random(seed);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String path = starts.get(i % starts.size()) + Long.toString(random.nextLong(), 36);
        String method =
            i % 2 == 0
                ? methods.get(random.nextInt(methods.size()))
                : "X" + random.nextInt(1_000_000);
        HttpRequest request =
            gateway.request(path).method(method, HttpRequest.BodyPublishers.noBody()).build();
        answers.add(threads.submit(() -> gateway.send(request)));
      }
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).isBetween(400, 499);
      }
    }
  }

  /**
   * All series of all processes, but those of garbage collections: there is one for each cause that
   * a collection has had, which come with time, and not of what is asked.
   */
  private static Set<String> series() throws IOException, InterruptedException {
    Set<String> all = new TreeSet<>();
    for (Child child : system.children()) {
      if (child.managementPort() != 0) {
        Scraped.of(Client.of(child.managementPort())).series().stream()
            .filter(series -> !series.startsWith("jvm_gc_"))
            .forEach(series -> all.add(child.service() + ": " + series));
      }
    }
    return all;
  }

  private static MalformedRequests malformed(long seed) {
    return new MalformedRequests(
        seed,
        List.of(
            "/users",
            "/users/1",
            "/users/%zz",
            "/products",
            "/products/1",
            "/products/../users",
            "/products/import",
            "/categories",
            "/auth/login",
            "/health",
            "/",
            "//",
            "*"),
        JSON,
        Map.of(
            "email", "\"x@y.zz\"",
            "name", "\"X\"",
            "password", "\"long enough 1\"",
            "sku", "\"A-1\"",
            "price", "1.5"));
  }

  private static void assertProblem(Answer answer, int status) throws IOException {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    assertThat(answer.json().get("type").asText()).startsWith("urn:vitrine:problem:");
    assertThat(answer.json().get("trace_id").asText()).hasSize(32);
  }

  private static List<Long> pids() throws Exception {
    return system.children().stream().map(Child::pid).toList();
  }

  private static Received childOf(String traceId, String parent) {
    return sink.trace(traceId).stream()
        .filter(received ->
            HexFormat.of()
                .formatHex(received.span().getParentSpanId().toByteArray())
                .equals(parent))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no child of " + parent));
  }

  private static Stream<String> logLines() throws IOException {
    try (Stream<Path> files = Files.list(system.command().directory().resolve("logs"))) {
      List<Path> logs = files.toList();
      Stream<String> lines = Stream.of();
      for (Path log : logs) {
        lines = Stream.concat(lines, Files.readAllLines(log).stream());
      }
      return lines;
    }
  }
}
