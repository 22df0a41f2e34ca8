package dev.vitrine.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.platform.testing.CapturedLogs;
import dev.vitrine.platform.testing.CapturedSpans;
import dev.vitrine.platform.testing.Link;
import dev.vitrine.platform.testing.RunningService;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestClient.Answer;
import dev.vitrine.platform.testing.TestDatabase;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImportIT {
  private static final int BATCH = 200;
  private static final int MIB = 1 << 20;

  private static TestDatabase database;
  private static Link link;
  private static RunningService service;
  private static TestClient client;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.migrated("product_service");
    link = Link.to(database);
    service =
        ProductServices.start(
            database,
            "VITRINE_POSTGRES_HOST",
            link.host(),
            "VITRINE_POSTGRES_PORT",
            Integer.toString(link.port()),
            "VITRINE_POSTGRES_POOL_SIZE",
            "1",
            "VITRINE_POSTGRES_POOL_WAIT",
            "20s",
            "VITRINE_POSTGRES_STATEMENT_TIMEOUT",
            "20s");
    client = service.client();
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
    link.close();
    database.close();
  }

  @BeforeEach
  void empty() throws Exception {
    database.execute("TRUNCATE product RESTART IDENTITY");
    CapturedLogs.clear();
  }

  private static long stored() throws SQLException {
    return database.number("SELECT count(*) FROM product");
  }

  private static void assertCounts(
      Answer answer, int created, int updated, int unchanged, int failed) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertCounts(answer.json(), created, updated, unchanged, failed);
  }

  private static void assertCounts(
      JsonNode report, int created, int updated, int unchanged, int failed) {
    assertThat(
            List.of(
                report.get("received").asInt(),
                report.get("created").asInt(),
                report.get("updated").asInt(),
                report.get("unchanged").asInt(),
                report.get("failed").asInt()))
        .as("received, created, updated, unchanged, failed")
        .containsExactly(
            created + updated + unchanged + failed, created, updated, unchanged, failed);
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void awaitStored(int products) {
    Awaitility.await().until(() -> stored() >= products);
  }

  /** The head of an import of this trace, whose length is not known. */
  private static String chunkedHead(String traceId) {
    return ImportLines.head("Transfer-Encoding: chunked", "traceparent: " + traceparent(traceId));
  }

  private static String traceparent(String traceId) {
    return "00-" + traceId + "-00f067aa0ba902b7-01";
  }

  private static String newTraceId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** Until the service knows that so many batches are stored; others see it sooner. */
  private static void awaitWritten(String traceId, int batches) {
    Awaitility.await()
        .until(() ->
            CapturedSpans.of(traceId).stream()
                    .filter(span -> span.getName().equals("INSERT product"))
                    .count()
                >= batches);
  }

  /** What is logged of an import; a test before may have left lines that come late. */
  private static List<JsonNode> logged(String event, String traceId) {
    return CapturedLogs.of(event).stream()
        .filter(line -> traceId.equals(line.path("trace_id").asText()))
        .toList();
  }

  /** The only line of this event, when it is there. */
  private static JsonNode awaitLogged(String event, String traceId) {
    return Awaitility.await()
        .until(() -> logged(event, traceId), lines -> lines.size() == 1)
        .getFirst();
  }

  /** Connections to the database that a request has, or waits for the server to give. */
  private static double connectionsInUse() {
    return service
        .telemetry()
        .registry()
        .get("vertx.pool.in.use")
        .tag("pool_name", database.name())
        .gauges()
        .stream()
        .mapToDouble(Gauge::value)
        .sum();
  }

  private static double inFlight() {
    return service.telemetry().registry().get("http.server.active_requests").gauge().value();
  }

  private static void assertNothingInFlight() {
    Awaitility.await().until(() -> inFlight() == 0);
  }

  @Test
  void storesEachLine() throws Exception {
    String line =
        "{\"sku\":\"A.1_b\",\"name\":\"Ölkanne 😀 'x' \\\"y\\\" $1\",\"description\":\"d\","
            + "\"category\":\"home-garden\",\"price\":19.9,\"currency\":\"CHF\",\"stock\":7}";

    Answer answer = ImportLines.send(client, line.replace("A.1_b", "A.1"));

    assertCounts(answer, 1, 0, 0, 0);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body()).endsWith("\"errors\":[]}");
    JsonNode product = client.get("/products").json().get(0);
    assertThat(product.get("name").asText()).isEqualTo("Ölkanne 😀 'x' \"y\" $1");
    assertThat(product.get("price").decimalValue()).isEqualTo("19.90");
    assertThat(product.get("currency").asText()).isEqualTo("CHF");
  }

  @Test
  void changesOnlyWhatDiffers() throws Exception {
    ImportLines.send(client, ImportLines.lines(1, 4));
    Answer before = client.get("/products/1");

    Answer same = ImportLines.send(client, ImportLines.lines(1, 4));
    Answer changed =
        ImportLines.send(
            client, ImportLines.lines(1, 3) + ImportLines.line("SKU-3", "new", "0.01", 0));

    assertCounts(same, 0, 0, 3, 0);
    assertCounts(changed, 0, 1, 2, 0);
    assertThat(client.get("/products/1").header("ETag")).isEqualTo(before.header("ETag"));
    assertThat(client.get("/products/1").body()).isEqualTo(before.body());
    JsonNode third = client.get("/products/3").json();
    assertThat(third.get("category").asText()).isEqualTo("new");
    assertThat(third.get("updated_at")).isNotEqualTo(third.get("created_at"));
    assertThat(client.get("/products/3").header("ETag")).isEqualTo("\"product-3-2\"");
  }

  @Test
  void letsTheLastLineOfASkuWin() throws Exception {
    String lines =
        IntStream.range(0, 3 * BATCH)
            .mapToObj(stock -> ImportLines.line("SAME", "a", "1", stock))
            .collect(Collectors.joining("\n"));

    Answer answer = ImportLines.send(client, lines);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("received").asInt()).isEqualTo(3 * BATCH);
    assertThat(answer.json().get("created").asInt()).isEqualTo(1);
    assertThat(answer.json().get("failed").asInt()).isZero();
    assertThat(client.get("/products/1").json().get("stock").asInt()).isEqualTo(3 * BATCH - 1);
  }

  @Test
  void reportsEveryFaultOfALineAndStoresTheOthers() throws Exception {
    String lines =
        ImportLines.line(1)
            + "\n\n  \t\r\n"
            + "{\"sku\":\"a\",\"name\":\"\\u0000\",\"price\":1.999,\"more\":1}\n"
            + "not json\n"
            + "[]\n"
            + "{\"sku\":\"A\",\"sku\":\"B\"}\n"
            + "x".repeat(64 * 1024 + 1)
            + "\n"
            + ImportLines.line(2)
            + "\r\n"
            + "{\"price\":1e99999999999}";

    Answer answer = ImportLines.send(client, lines);

    assertCounts(answer, 2, 0, 0, 6);
    JsonNode errors = answer.json().get("errors");
    assertThat(errors.findValuesAsText("line")).containsExactly("4", "5", "6", "7", "8", "10");
    assertThat(errors.get(0).get("errors").findValuesAsText("pointer"))
        .containsExactly(
            "/sku", "/name", "/description", "/category", "/price", "/currency", "/stock", "/more");
    for (int i = 1; i < 6; i++) {
      assertThat(errors.get(i).get("errors").findValuesAsText("pointer")).containsExactly("");
    }
    assertThat(errors.get(4).get("errors").get(0).get("detail").asText())
        .isEqualTo("must be of 65536 bytes at most");
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void reportsTheFirstHundredFaultyLinesAndCountsAll() throws Exception {
    String faulty = "{\"x\":1}\n";

    Answer answer = ImportLines.send(client, faulty.repeat(1_000));

    assertCounts(answer.json().get("report"), 0, 0, 0, 1_000);
    assertThat(answer.json().get("report").get("errors")).hasSize(100);
  }

  @Test
  void refusesWhatHasNotOneValidLine() throws Exception {
    Answer garbage = ImportLines.send(client, "\u0001\u00ff".repeat(MIB / 4) + "\nnot json\n");

    assertThat(garbage.status()).as(garbage.body()).isEqualTo(422);
    assertThat(garbage.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(garbage.json().get("type").asText()).endsWith(":no-valid-line");
    assertThat(garbage.json().get("detail").asText())
        .isEqualTo("2 lines were read, and nothing is stored.");
    assertCounts(garbage.json().get("report"), 0, 0, 0, 2);
    assertThat(garbage.json().get("report").get("errors").findValuesAsText("line"))
        .containsExactly("1", "2");
    assertThat(stored()).isZero();
  }

  @Test
  void boundsWhatItReportsOfALine() throws Exception {
    String fields =
        IntStream.range(0, 2_000)
            .mapToObj(i -> "\"f" + i + "\":1")
            .collect(Collectors.joining(","));

    Answer answer = ImportLines.send(client, "{" + fields + "}");

    JsonNode errors = answer.json().get("report").get("errors");
    assertThat(errors.get(0).get("errors")).hasSize(20);
  }

  @Test
  void takesAnEmptyStream() throws Exception {
    assertCounts(ImportLines.send(client, ""), 0, 0, 0, 0);
    assertCounts(ImportLines.send(client, "\n \n"), 0, 0, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/ndjson", ";"})
  void refusesOtherTypes(String type) throws Exception {
    Answer answer =
        client.send(
            "POST",
            ImportLines.PATH,
            BodyPublishers.ofString(ImportLines.line(1)),
            "Content-Type",
            type);

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.header("Accept")).isEqualTo(ImportLines.TYPE);
    assertThat(stored()).isZero();
  }

  @Test
  void refusesAnEncodedBody() throws Exception {
    Answer answer =
        client.send(
            "POST",
            ImportLines.PATH,
            BodyPublishers.ofString(ImportLines.line(1)),
            "Content-Type",
            ImportLines.TYPE,
            "Content-Encoding",
            "gzip");

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
    assertThat(stored()).isZero();
  }

  @Test
  void refusesABodyThatIsDeclaredTooLarge() throws Exception {
    try (Socket socket = client.connect()) {
      write(socket, ImportLines.head("Expect: 100-continue", "Content-Length: 99999999999"));

      assertThat(firstLine(socket)).startsWith("HTTP/1.1 413 ");
    }
    assertNothingInFlight();
  }

  @Test
  void tellsAClientThatWaitsToGoOn() throws Exception {
    String line = ImportLines.line(1);
    try (Socket socket = client.connect()) {
      write(socket, ImportLines.head("Expect: 100-continue", "Content-Length: " + line.length()));
      assertThat(firstLine(socket)).startsWith("HTTP/1.1 100 ");
      assertThat(firstLine(socket)).isEmpty();

      write(socket, line);

      assertThat(firstLine(socket)).startsWith("HTTP/1.1 200 ");
    }
  }

  private static String firstLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; ) {
      line.append((char) c);
      c = socket.getInputStream().read();
    }
    return line.toString().strip();
  }

  @Test
  void storesFiftyThousandLinesInFlatMemory() throws Exception {
    int lines = 50_000;
    String traceId = newTraceId();
    List<Long> used = new ArrayList<>();
    String description = "d".repeat(400);
    Iterable<byte[]> stream =
        () ->
            IntStream.range(0, lines)
                .mapToObj(number -> {
                  if (number % 10_000 == 5_000) {
                    used.add(usedHeap());
                  }
                  String line = number % 100 == 99 ? "{\"sku\":\"\"}" : ImportLines.line(number);
                  return (line.replace("\"\",", '"' + description + "\",") + "\n")
                      .getBytes(StandardCharsets.UTF_8);
                })
                .iterator();

    Answer answer =
        client.send(
            "POST",
            ImportLines.PATH,
            BodyPublishers.ofByteArrays(stream),
            "Content-Type",
            ImportLines.TYPE,
            "traceparent",
            traceparent(traceId));

    assertCounts(answer, lines - lines / 100, 0, 0, lines / 100);
    assertThat(stored()).isEqualTo(lines - lines / 100);
    // Five megabytes of lines lie between two of these.
    assertThat(used).hasSize(5).allMatch(bytes -> bytes < used.getFirst() + 10 * MIB);
    assertThat(awaitLogged("import.complete", traceId).get("received").asInt()).isEqualTo(lines);
    assertThat(logged("import.progress", traceId)).hasSizeBetween(8, 10);
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void readsNoFasterThanTheDatabaseWrites() throws Exception {
    AtomicLong sent = new AtomicLong();
    String chunk = ImportLines.chunk(ImportLines.lines(0, BATCH));
    assertThat(client.get("/products").status()).isEqualTo(200);
    try (Socket socket = client.connect()) {
      link.stall();
      write(socket, ImportLines.chunkedHead());
      Thread sender =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (sent.get() < 16 * MIB) {
                    write(socket, chunk);
                    sent.addAndGet(chunk.length());
                  }
                  write(socket, "0\r\n\r\n");
                } catch (IOException failure) {
                  throw new UncheckedIOException(failure);
                }
              });

      // What the sockets of both sides hold, and a little; then the sender has to wait.
      AtomicLong last = new AtomicLong(-1);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(300))
          .until(() -> last.getAndSet(sent.get()) == sent.get() && sent.get() > 0);
      long held = sent.get();
      link.restore();
      String status = firstLine(socket);
      sender.join();

      assertThat(held).isLessThan(14 * MIB);
      assertThat(status).startsWith("HTTP/1.1 200 ");
    }
    assertThat(stored()).isEqualTo(BATCH);
  }

  @Test
  void holdsNoConnectionWhileItWaitsForASlowClient() throws Exception {
    try (Socket socket = client.connect()) {
      write(
          socket, ImportLines.chunkedHead() + ImportLines.chunk(ImportLines.lines(0, BATCH + 50)));
      awaitStored(BATCH);

      // The pool has one connection.
      assertThat(client.get("/products").status()).isEqualTo(200);
    }
    assertNothingInFlight();
  }

  @Test
  void keepsWhatCameBeforeTheClientLeft() throws Exception {
    int whole = 2 * BATCH + 30;
    String traceId = newTraceId();
    try (Socket socket = client.connect()) {
      // However TCP cuts this, a batch is full where a chunk ends.
      write(
          socket,
          chunkedHead(traceId)
              + ImportLines.chunk(ImportLines.lines(0, BATCH))
              + ImportLines.chunk(ImportLines.lines(BATCH, 2 * BATCH)));
      awaitWritten(traceId, 2);
      write(socket, ImportLines.chunk(ImportLines.lines(2 * BATCH, whole) + "{\"sku\":\"HALF"));
    }

    awaitStored(whole);
    assertThat(awaitLogged("import.abandoned", traceId).get("received").asText()).isEqualTo("430");
    assertThat(stored()).isEqualTo(whole);
    assertThat(CapturedLogs.of("request.failed")).isEmpty();
    assertNothingInFlight();
    assertThat(client.get("/products").status()).isEqualTo(200);
  }

  @Test
  void saysHowManyLinesAreStoredBeforeAChunkThatIsNone() throws Exception {
    try (Socket socket = client.connect()) {
      write(
          socket, ImportLines.chunkedHead() + ImportLines.chunk(ImportLines.lines(0, BATCH + 30)));
      awaitStored(BATCH);
      write(socket, "zz\r\n");

      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(answer)
          .startsWith("HTTP/1.1 400 ")
          .contains("malformed-content", " " + stored() + " lines are stored; ");
    }
    assertThat(stored()).isBetween((long) BATCH, BATCH + 30L);
    assertThat(CapturedLogs.of("request.failed")).isEmpty();
    assertNothingInFlight();
  }

  @Test
  void keepsABatchThatIsBeingWrittenWhenTheClientLeaves() throws Exception {
    String traceId = newTraceId();
    assertThat(client.get("/products").status()).isEqualTo(200);
    Awaitility.await().until(() -> connectionsInUse() == 0);
    link.stall();
    try (Socket socket = client.connect()) {
      write(socket, chunkedHead(traceId) + ImportLines.chunk(ImportLines.lines(0, BATCH)));
      // Once all of it is read: a reset takes along what is not.
      Awaitility.await().until(() -> connectionsInUse() == 1);
      socket.setSoLinger(true, 0); // a reset, not an orderly end
    }

    link.restore();

    assertThat(awaitLogged("import.abandoned", traceId).get("received").asInt()).isEqualTo(BATCH);
    assertThat(stored()).isEqualTo(BATCH);
    assertNothingInFlight();
    assertThat(client.get("/products").status()).isEqualTo(200);
  }

  @Test
  void saysHowManyLinesAreStoredWhenTheDatabaseGoesAway() throws Exception {
    String traceId = newTraceId();
    try (Socket socket = client.connect()) {
      write(socket, chunkedHead(traceId) + ImportLines.chunk(ImportLines.lines(0, BATCH)));
      awaitWritten(traceId, 1);

      link.cut();
      sendOn(socket, ImportLines.chunk(ImportLines.lines(BATCH, 20 * BATCH)));
      String answer = readAnswer(socket);

      assertThat(answer)
          .startsWith("HTTP/1.1 503 ")
          .contains("Retry-After: 1", ":database-unavailable", " " + BATCH + " lines are stored; ");
    } finally {
      link.restore();
    }
    assertThat(stored()).isEqualTo(BATCH);
    assertThat(awaitLogged("import.interrupted", traceId).get("created").asInt()).isEqualTo(BATCH);
    assertThat(CapturedLogs.of("request.failed")).isEmpty();

    Awaitility.await()
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(client.get("/products").status()).isEqualTo(200));
    assertCounts(ImportLines.send(client, ImportLines.lines(0, 4 * BATCH)), 3 * BATCH, 0, BATCH, 0);
  }

  private static void sendOn(Socket socket, String text) throws IOException {
    try {
      write(socket, text);
    } catch (SocketException closed) {
      // Answered before all was sent.
    }
  }

  private static String readAnswer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("}") < 0) {
      int c = socket.getInputStream().read();
      if (c < 0) {
        return answer.toString();
      }
      answer.append((char) c);
    }
    return answer.toString();
  }

  @Test
  void lockNothingForEachOtherInWhateverOrder() throws Exception {
    List<Callable<Answer>> imports = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<String> lines = new ArrayList<>();
      for (int number = 0; number < 5 * BATCH; number++) {
        lines.add(ImportLines.line("SKU-" + (number * (i % 2 == 0 ? 1 : 7) % 1_000), "c", "1", i));
      }
      if (i > 1) {
        Collections.reverse(lines);
      }
      imports.add(() -> ImportLines.send(client, String.join("\n", lines)));
    }

    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Answer> answer : threads.invokeAll(imports)) {
        answers.add(answer.get());
      }
    }

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers.stream().mapToInt(answer -> answer.json().get("created").asInt()).sum())
        .isEqualTo(1_000);
    assertThat(stored()).isEqualTo(1_000);
  }
}
