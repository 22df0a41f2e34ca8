package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.local.process.StopSignal;
import dev.vitrine.system.Client.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see while parts of the system are killed, stopped and started again. */
class FailureIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir static Path folder;

  private static VitrineCommand command;

  @BeforeAll
  static void makeData() throws Exception {
    try (RunningSystem system = RunningSystem.up(folder, Map.of())) {
      command = system.command();
    }
  }

  @Test
  void servesUsersWhileTheProductServiceIsDeadAndProductsSoonAfterItIsBack() throws Exception {
    try (Parts parts = everything();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Client gateway = parts.client("gateway");
      AtomicBoolean over = new AtomicBoolean();
      Future<Set<Integer>> users = threads.submit(() -> statuses(gateway, "/users", over));

      parts.signal("product-service", StopSignal.KILL);
      long killed = System.nanoTime();
      await()
          .atMost(Duration.ofSeconds(2))
          .untilAsserted(() -> {
            Answer answer = gateway.get("/products");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.json().get("type").asText()).endsWith("no-endpoint");
          });
      Duration noticed = Duration.ofNanos(System.nanoTime() - killed);

      parts.start("product-service");
      await().atMost(PATIENCE).until(() -> parts.isReady("product-service"));
      await()
          .atMost(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(gateway.get("/products").status()).isEqualTo(200));
      over.set(true);
      assertThat(users.get()).containsExactly(200);
      assertThat(noticed).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void answersWithProblemsWhileTheDatabaseIsStoppedAndRecoversByItself() throws Exception {
    try (Parts parts = everything();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Client gateway = parts.client("gateway");
      AtomicBoolean over = new AtomicBoolean();
      Set<Integer> seen = new TreeSet<>();

      parts.stop(Parts.DATABASE);
      Future<Set<Integer>> users = threads.submit(() -> statuses(gateway, "/users", over));
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (System.nanoTime() < end) {
        Answer answer = gateway.get("/products");
        seen.add(answer.status());
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Retry-After")).isNotEmpty();
      }
      over.set(true);
      assertThat(users.get()).containsExactly(503);
      parts.start(Parts.DATABASE);
      await().atMost(PATIENCE).until(() -> parts.isReady(Parts.DATABASE));
      await()
          .atMost(Duration.ofSeconds(2))
          .untilAsserted(() -> assertThat(gateway.get("/products").status()).isEqualTo(200));

      assertThat(seen).containsExactly(503);
      await()
          .atMost(Duration.ofSeconds(2))
          .untilAsserted(() -> assertThat(gateway.get("/users").status()).isEqualTo(200));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"product-service", "gateway"})
  void answersEveryRequestInFlightBeforeItEnds(String part) throws Exception {
    try (Parts parts = everything()) {
      List<SlowImport> imports = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        imports.add(new SlowImport(parts.gatewayPort(), i));
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> {
            for (SlowImport slow : imports) {
              assertThat(slow.early()).isEmpty();
            }
            assertThat(
                    parts
                        .management("product-service")
                        .get("/metrics")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("http_server_active_requests")))
                .containsExactly("http_server_active_requests 100.0");
          });

      parts.signal(part, StopSignal.TERM);
      await()
          .atMost(PATIENCE)
          .until(() -> parts.management(part).get("/health/ready").status() != 200);
      List<String> answers = new ArrayList<>();
      for (SlowImport slow : imports) {
        answers.add(slow.finish());
      }

      assertThat(answers)
          .hasSize(100)
          .allSatisfy(answer ->
              assertThat(answer)
                  .startsWith("HTTP/1.1 200")
                  .contains("\"received\":2", "\"failed\":0"));
      assertThat(parts.awaitEnd(part)).isZero();
    }
  }

  /** What is answered for this path, asked again and again until it is over. */
  private static Set<Integer> statuses(Client gateway, String path, AtomicBoolean over) {
    Set<Integer> seen = new ConcurrentSkipListSet<>();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          seen.add(gateway.get(path).status());
          return over.get();
        });
    return seen;
  }

  private static Parts everything() throws Exception {
    Parts parts = new Parts(command, Map.of());
    for (String part : List.of(Parts.DATABASE, "user-service", "product-service", "gateway")) {
      parts.start(part);
    }
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() ->
            parts.client("gateway").get("/products").status() == 200
                && parts.client("gateway").get("/users").status() == 200);
    return parts;
  }

  /** An import whose second line comes only when somebody says so. */
  private static final class SlowImport {
    private static final String LINE =
        """
        {"sku":"SLOW-%d-%d","name":"Slow thing","description":"","category":"slow","price":1.00,\
        "currency":"EUR","stock":1}
        """;

    private final Socket socket;
    private final int number;
    private final StringBuilder early = new StringBuilder();

    SlowImport(int port, int number) throws IOException {
      this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
      this.number = number;
      socket.setSoTimeout(30_000);
      send(
          String.join(
              "\r\n",
              "POST /products/import HTTP/1.1",
              "Host: shop.example",
              "Connection: close",
              "Content-Type: application/x-ndjson",
              "Transfer-Encoding: chunked",
              "",
              ""));
      chunk(LINE.formatted(number, 1));
    }

    /** What was answered though the request is not there yet. */
    String early() throws IOException {
      byte[] read = socket.getInputStream().readNBytes(socket.getInputStream().available());
      early.append(new String(read, StandardCharsets.UTF_8));
      return early.toString();
    }

    String finish() throws IOException {
      chunk(LINE.formatted(number, 2));
      send("0\r\n\r\n");
      try (socket) {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      }
    }

    private void chunk(String content) throws IOException {
      send(Integer.toHexString(content.length()) + "\r\n" + content + "\r\n");
    }

    private void send(String bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
