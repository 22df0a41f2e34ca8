package dev.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestTelemetry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a million requests leave behind in the process of a gateway: as many series as fifty
 * thousand, and no more heap. They are of all kinds, and every few thousand the upstream has new
 * addresses.
 */
@ExtendWith(VertxExtension.class)
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class MillionRequestsIT {
  private static final long FIRST = 50_000;
  private static final long ALL = 1_000_000;
  private static final int ENDPOINTS = 3;
  private static final int SIDE_SHOW = 40;
  private static final Duration BETWEEN_ROLLOUTS = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long MIB = 1024 * 1024;

  private final AtomicLong byHttp2 = new AtomicLong();
  private final AtomicLong rollouts = new AtomicLong();
  private volatile boolean over;

  @TempDir Path folder;

  private static Vertx vertx;
  private static HttpClient http2;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
    http2 =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false),
            new PoolOptions().setHttp2MaxSize(2));
  }

  /** What the gateway's process holds. */
  private record Held(Set<String> series, long heap, long resident) {
    static Held by(JvmProcess gateway) throws Exception {
      Set<String> series =
          gateway
              .managed("GET", "/metrics")
              .lines()
              .filter(line -> line.matches("[a-z_]+(\\{.*})? .*"))
              // The JVM's reasons to collect garbage are few, and each comes when it comes.
              .filter(line -> !line.startsWith("jvm_gc_pause_seconds"))
              .map(line -> line.substring(0, line.lastIndexOf(' ')))
              .collect(Collectors.toCollection(TreeSet::new));
      return new Held(series, gateway.heapAfterCollection(), gateway.residentBytes());
    }
  }

  @Test
  @Timeout(value = 20, timeUnit = TimeUnit.MINUTES)
  void leaveAsManySeriesAndAsMuchHeapAsTheFirst() throws Exception {
    HttpServer upstream =
        TestTelemetry.await(
            vertx
                .createHttpServer(new HttpServerOptions().setHost("0.0.0.0").setAcceptBacklog(1024))
                .requestHandler(MillionRequestsIT::answer)
                .listen(0));
    int port = upstream.actualPort();
    rollOut(port);
    Map<String, String> environment =
        Map.of(
            "VITRINE_UPSTREAMS",
            "{a: {}}",
            "VITRINE_DISCOVERY_FILE",
            folder.resolve("endpoints.json").toString());
    try (JvmProcess gateway = Street.gateway(folder, environment)) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> gateway.metric("gateway_upstream_endpoints", "state=\"ready\"") == ENDPOINTS);
      vertx.setPeriodic(BETWEEN_ROLLOUTS.toMillis(), tick -> rollOut(port));
      askByHttp2(gateway);
      PipelinedLoad load = new PipelinedLoad(vertx, gateway.port(), MillionRequestsIT::request);

      long begun = System.nanoTime();
      sideShow(gateway);
      load.until(FIRST, 600);
      Held early = Held.by(gateway);
      for (long upTo = 2 * FIRST; upTo <= ALL; upTo += FIRST) {
        load.until(upTo, 600);
        sideShow(gateway);
      }
      over = true;
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      await().atMost(PATIENCE).until(() -> gateway.metric("gateway_upstream_in_flight") == 0);
      Held late = Held.by(gateway);
      double counted = gateway.metric("http_server_request_duration_seconds_count");
      report(took, early, late);

      assertThat(load.answered()).isEqualTo(ALL);
      assertThat(counted).isGreaterThanOrEqualTo((double) (ALL + byHttp2.get()));
      assertThat(rollouts.get()).isGreaterThan(10);
      assertThat(late.series()).isEqualTo(early.series());
      assertThat(late.heap() - early.heap()).as("heap").isLessThan(4 * MIB);
    }
  }

  /** Of the kinds that a pipeline can have. Nothing in them is said twice. */
  private static String request(long number) {
    return switch ((int) (number % 20)) {
      case 0 -> "GET /nowhere/%d HTTP/1.1\r\nHost: a\r\n\r\n".formatted(number);
      case 1 ->
          "POST /a/%1$d HTTP/1.1\r\nHost: a\r\nContent-Length: 8\r\n\r\n%2$08d"
              .formatted(number, number % 100_000_000);
      case 2 -> "FROB%1$d /a/%1$d HTTP/1.1\r\nHost: a\r\n\r\n".formatted(number);
      case 3 -> "GET /a/missing/%d HTTP/1.1\r\nHost: a\r\n\r\n".formatted(number);
      case 4 -> "GET /a/%1$d HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"a\"\r\n\r\n".formatted(number);
      case 5 -> "DELETE /a/%d HTTP/1.1\r\nHost: a\r\n\r\n".formatted(number);
      case 6 ->
          "GET /a/%1$d HTTP/1.1\r\nHost: a\r\ntraceparent: 00-%1$032x-%1$016x-01\r\nX-Own-%1$d: %1$d\r\n\r\n"
              .formatted(number + 1);
      default ->
          "GET /a/%d?page=%d HTTP/1.1\r\nHost: shop-%d.example\r\n\r\n"
              .formatted(number, number, number);
    };
  }

  private static void answer(HttpServerRequest request) {
    String path = request.path();
    if (path.startsWith("/a/missing")) {
      request.response().setStatusCode(404).end("{}");
    } else if (path.startsWith("/a/broken")) {
      request.response().setStatusCode(500).end("{}");
    } else if (path.startsWith("/a/half")) {
      request.response().setChunked(true).write("half");
    } else if (path.startsWith("/a/silence")) {
      // The client leaves before the answer.
    } else if (request.getHeader("If-None-Match") != null) {
      request.response().setStatusCode(304).end();
    } else {
      request.response().putHeader("ETag", "\"a\"").end("{\"path\":\"" + path + "\"}");
    }
  }

  /** What ends its connection, each kind of it a few times. */
  private static void sideShow(JvmProcess gateway) throws Exception {
    for (int i = 0; i < SIDE_SHOW; i++) {
      TestClient client = TestClient.of(gateway.port());
      client.exchange(bytes("GET /a HTTP/9.9\r\nHost: a\r\n\r\n"));
      client.exchange(bytes("GET /a/broken HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
      try (Socket gone = client.connect()) {
        gone.getOutputStream().write(begun("/a/silence"));
      }
      try (Socket gone = client.connect()) {
        gone.getOutputStream().write(begun("/a/half"));
        assertThat(gone.getInputStream().read()).isEqualTo('H');
      }
    }
  }

  /** A request that never ends. */
  private static byte[] begun(String path) {
    return bytes("POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf".formatted(path));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** One after the other on each of a few streams, as long as it takes. */
  private void askByHttp2(JvmProcess gateway) {
    for (int stream = 0; stream < 4; stream++) {
      ask(gateway.port());
    }
  }

  private void ask(int port) {
    if (over) {
      return;
    }
    http2
        .request(HttpMethod.GET, port, "127.0.0.1", "/a/http2/" + byHttp2.get())
        .compose(HttpClientRequest::send)
        .compose(HttpClientResponse::end)
        .onSuccess(done -> byHttp2.incrementAndGet())
        .onComplete(done -> vertx.setTimer(5, tick -> ask(port)));
  }

  /** Replaces every address by one that there has never been, all of which are this machine. */
  private void rollOut(int port) {
    long number = rollouts.getAndIncrement();
    String endpoints =
        IntStream.range(0, ENDPOINTS)
            .mapToObj(i -> number * ENDPOINTS + i)
            .map(it -> "{\"address\": \"127.1.%d.%d:%d\"}".formatted(it / 250, it % 250 + 1, port))
            .collect(Collectors.joining(", "));
    try {
      Path draft =
          Files.writeString(
              folder.resolve("endpoints.draft"), "{\"upstreams\": {\"a\": [" + endpoints + "]}}");
      Files.move(draft, folder.resolve("endpoints.json"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  @SuppressWarnings("SystemOut")
  private void report(Duration took, Held early, Held late) throws Exception {
    System.out.println(
        EndurancePage.REQUESTS
            .part()
            .with(
                early.series().size(),
                late.series().size(),
                early.heap() / (double) MIB,
                late.heap() / (double) MIB,
                early.resident() / MIB,
                late.resident() / MIB,
                byHttp2.get(),
                took.toSeconds(),
                rollouts.get() * ENDPOINTS));
  }
}
