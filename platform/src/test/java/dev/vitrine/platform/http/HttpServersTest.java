package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestTelemetry;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HttpServersTest {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Test
  void namesThePortThatIsTaken(Vertx vertx) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpServerOptions options =
          new HttpServerOptions().setHost("127.0.0.1").setPort(other.getLocalPort());

      assertThatThrownBy(
              () -> TestTelemetry.await(HttpServers.start(vertx, options, loop -> request -> {})))
          .isInstanceOf(CannotListenException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1:%d: Address already in use", other.getLocalPort());
    }
  }

  @Test
  void listensOnEachEventLoopThoughOthersTakeSomeMeanwhile(Vertx vertx) throws Exception {
    EventLoopGroup loops = ((VertxInternal) vertx).eventLoopGroup();
    int count = (int) StreamSupport.stream(loops.spliterator(), false).count();
    AtomicBoolean enough = new AtomicBoolean();
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              while (!enough.get()) {
                loops.next();
              }
            });

    HttpServers servers;
    try {
      servers = serving(vertx);
    } finally {
      enough.set(true);
      other.join();
    }
    // Connections are given to the listeners in turn.
    Set<String> served = new HashSet<>();
    for (int i = 0; i < count; i++) {
      served.add(TestClient.of(servers.port()).exchange(REQUEST));
    }

    assertThat(served)
        .hasSize(count)
        .allMatch(answer -> answer.contains("vert.x-eventloop-thread"));
  }

  @Test
  void answersWhatWasAcceptedBeforeItsDrain(Vertx vertx) throws Exception {
    HttpServers servers = serving(vertx);
    TestClient client = TestClient.of(servers.port());
    List<Socket> accepted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      accepted.add(client.connect());
    }
    // What the kernel had queued before this one is accepted.
    client.exchange(REQUEST);

    Future<Void> drained = servers.drain(Duration.ofSeconds(30));
    await().atMost(Duration.ofSeconds(10)).until(() -> isRefused(servers.port()));
    List<String> answers = new ArrayList<>();
    for (Socket socket : accepted) {
      try (socket) {
        socket.getOutputStream().write(REQUEST);
        answers.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
      }
    }
    TestTelemetry.await(drained);

    assertThat(answers).allMatch(answer -> answer.startsWith("HTTP/1.1 200"));
  }

  /** The kernel makes connections, and takes what is sent on them, while we cannot accept any. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void answersWhatTheKernelHadQueuedAtItsDrain() throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    HttpServers servers = serving(vertx);
    TestClient client = TestClient.of(servers.port());
    client.exchange(REQUEST);
    CountDownLatch accepting = new CountDownLatch(1);
    ((VertxInternal) vertx).acceptorEventLoopGroup().execute(() -> hold(accepting));
    List<Socket> queued = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Socket socket = client.connect();
      socket.getOutputStream().write(REQUEST);
      queued.add(socket);
    }

    Future<Void> drained = servers.drain(Duration.ofSeconds(30));
    accepting.countDown();
    List<String> answers = new ArrayList<>();
    for (Socket socket : queued) {
      try (socket) {
        answers.add(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
      }
    }
    TestTelemetry.await(drained);

    assertThat(answers).allMatch(answer -> answer.startsWith("HTTP/1.1 200"));
    assertThat(isRefused(servers.port())).isTrue();
    TestTelemetry.await(vertx.close());
  }

  @Test
  void waitsForNobodyWhoAsksNothing(Vertx vertx) throws Exception {
    HttpServers servers = serving(vertx);
    TestClient client = TestClient.of(servers.port());
    try (Socket silent = client.connect()) {
      client.exchange(REQUEST);

      TestTelemetry.await(servers.drain(Duration.ofMillis(50)));

      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static HttpServers serving(Vertx vertx) throws Exception {
    HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
    return TestTelemetry.await(
        HttpServers.start(
            vertx,
            options,
            loop -> request -> request.response().end(Thread.currentThread().getName())));
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isRefused(int port) throws IOException {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return false;
    } catch (ConnectException refused) {
      return true;
    }
  }
}
