package dev.vitrine.gateway.live;

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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a good client waits is compared with what another waits for at the same time, of a
 * gateway that nobody attacks: what else the machine does meets both. So would an attack that keeps
 * every processor busy; therefore both are processes of their own, whose use of them is compared
 * too.
 */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class SlowHeadsIT {
  private static final int SLOW = 2_000;
  private static final int REQUESTS = 300;
  private static final int ROUNDS = 7;

  /** What one byte a second from each of them may cost, in parts of one processor. */
  private static final double COST = 0.33;

  @TempDir Path folder;

  private static final byte[] REQUEST =
      "GET /a HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void acceptance13TwoThousandSlowHeadsAreEndedAndDoNotSlowAGoodClientDown() throws Exception {
    Vertx attackers = Vertx.vertx();
    NetClient attacker = attackers.createNetClient();
    try (EdgeServer upstream =
            EdgeServer.with(router -> router.route().handler(ctx -> ctx.response().end("ok")));
        JvmProcess gateway = Street.gateway(folder, before(upstream.port()));
        JvmProcess calm = Street.gateway(folder, before(upstream.port()));
        Socket good = connect(gateway);
        Socket other = connect(calm)) {
      double before = medianRatio(good, other); // and warm

      attack(attackers, attacker, gateway.port());
      Processors begin = Processors.of(gateway, calm);
      double underAttack = medianRatio(good, other);
      int endedTooEarly = closed.get();
      await().atMost(Duration.ofSeconds(60)).until(() -> closed.get() > 0);
      double cost = Processors.of(gateway, calm).busySince(begin);

      assertThat(endedTooEarly).isZero();
      assertThat(underAttack)
          .as("99th percentile, to that of the calm gateway; %.2f before", before)
          .isLessThan(2);
      assertThat(cost).as("processors, beyond those of the calm gateway").isLessThan(COST);
      await().atMost(Duration.ofSeconds(60)).until(() -> closed.get() == SLOW);
      assertThat(gateway.metric("gateway_rejected_total", "reason=\"head-timeout\""))
          .isEqualTo(SLOW);
    } finally {
      // Not sooner: Vert.x closes a client that nobody holds any more.
      TestTelemetry.await(attacker.close());
      TestTelemetry.await(attackers.close());
    }
  }

  /** The heads are to be there still when it has been measured, on whatever machine. */
  private static Map<String, String> before(int port) {
    return Map.of(
        "VITRINE_UPSTREAMS",
        "{a: {endpoints: [{address: '127.0.0.1:%d'}]}}".formatted(port),
        "VITRINE_EDGE_LIMITS_HEAD_TIMEOUT",
        "20s");
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

  private static Socket connect(JvmProcess gateway) throws IOException {
    Socket socket = TestClient.of(gateway.port()).connect();
    socket.setTcpNoDelay(true);
    return socket;
  }

  /** How long one gateway has kept processors busy beyond the other, and when. */
  private record Processors(Duration more, long nanos) {
    static Processors of(JvmProcess gateway, JvmProcess calm) {
      return new Processors(gateway.cpuTime().minus(calm.cpuTime()), System.nanoTime());
    }

    /** How many, on average. */
    double busySince(Processors begin) {
      return (double) more.minus(begin.more).toNanos() / (nanos - begin.nanos);
    }
  }

  /** By turns, and of several rounds, as the machine does other things too. */
  private static double medianRatio(Socket client, Socket other) throws IOException {
    double[] rounds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      rounds[round] = (double) p99(client) / p99(other);
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
