package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestTelemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class SlowHeadsTest {
  private static final int SLOW = 2_000;
  private static final int REQUESTS = 500;
  private static final int ROUNDS = 5;
  private static final byte[] REQUEST =
      "GET /a HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void acceptance13TwoThousandSlowHeadsAreEndedAndDoNotSlowAGoodClientDown() throws Exception {
    Vertx attackers = Vertx.vertx();
    NetClient attacker = attackers.createNetClient();
    try (EdgeServer upstream =
            EdgeServer.with(router -> router.route().handler(ctx -> ctx.response().end("ok")));
        RunningGateway gateway = RunningGateway.before(upstream.port());
        Socket good = TestClient.of(gateway.port()).connect()) {
      good.setTcpNoDelay(true);
      medianP99(good); // warm
      long baseline = medianP99(good);

      attack(attackers, attacker, gateway.port());
      long underAttack = medianP99(good);
      int endedTooEarly = closed.get();

      assertThat(endedTooEarly).isZero();
      assertThat(underAttack).isLessThan(2 * baseline);
      await().atMost(Duration.ofSeconds(30)).until(() -> closed.get() == SLOW);
      assertThat(gateway.metric("gateway.rejected", "reason", "head-timeout")).isEqualTo(SLOW);
    } finally {
      // Not sooner: Vert.x closes a client that nobody holds any more.
      TestTelemetry.await(attacker.close());
      TestTelemetry.await(attackers.close());
    }
  }

  /** Opens the connections; each sends a byte now, and one more every second. */
  private void attack(Vertx vertx, NetClient client, int port) throws Exception {
    List<Future<NetSocket>> sockets =
        IntStream.range(0, SLOW).mapToObj(i -> client.connect(port, "127.0.0.1")).toList();
    TestTelemetry.await(Future.all(sockets));
    for (Future<NetSocket> socket : sockets) {
      NetSocket slow = socket.result();
      long drip = vertx.setPeriodic(1, 1_000, tick -> slow.write("G"));
      slow.closeHandler(end -> {
        vertx.cancelTimer(drip);
        closed.incrementAndGet();
      });
    }
  }

  /** Of several rounds, as the machine does other things too. */
  private static long medianP99(Socket client) throws IOException {
    long[] rounds = new long[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      rounds[round] = p99(client);
    }
    Arrays.sort(rounds);
    return rounds[ROUNDS / 2];
  }

  private static long p99(Socket client) throws IOException {
    long[] nanos = new long[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      long start = System.nanoTime();
      client.getOutputStream().write(REQUEST);
      readAnswer(client);
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[REQUESTS * 99 / 100];
  }

  private static void readAnswer(Socket client) throws IOException {
    byte[] buffer = new byte[512];
    String read = "";
    while (!read.endsWith("ok")) {
      int count = client.getInputStream().read(buffer);
      assertThat(count).isPositive();
      read += new String(buffer, 0, count, StandardCharsets.US_ASCII);
    }
  }
}
