package dev.vitrine.platform.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class VertxTimersTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final int PATIENCE_SECONDS = 20;

  private static Vertx vertx;

  private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void doesWhatIsDueAfterWhatHasComeWhileTheLoopStoodStill() throws Exception {
    NetClient client = vertx.createNetClient();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NetSocket socket =
          client
              .connect(server.getLocalPort(), "127.0.0.1")
              .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      try (Socket peer = server.accept()) {
        OutputStream out = peer.getOutputStream();
        socket.handler(content -> {
          if (content.toString().equals("1")) {
            new VertxTimers(vertx).after(SHORT, () -> happened.add("timer"));
            standStill(() -> out.write('2'));
          } else {
            happened.add("content");
          }
        });
        out.write('1');

        assertThat(happened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("content");
        assertThat(happened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("timer");
      }
    } finally {
      client.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void doesNothingAfterItWasCancelled() throws Exception {
    vertx.runOnContext(turn -> {
      VertxTimers timers = new VertxTimers(vertx);
      Timers.Cancellation cancelled = timers.after(SHORT, () -> happened.add("cancelled"));
      timers.after(SHORT.multipliedBy(2), () -> happened.add("other"));
      cancelled.cancel();
    });

    assertThat(happened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("other");
    assertThat(happened).isEmpty();
  }

  @Test
  void isCancelledInItsLastTurn() throws Exception {
    vertx.runOnContext(turn -> {
      VertxTimers timers = new VertxTimers(vertx);
      Timers.Cancellation cancelled = timers.after(SHORT, () -> happened.add("cancelled"));
      vertx.setTimer(SHORT.toMillis(), due -> cancelled.cancel());
      timers.after(SHORT.multipliedBy(2), () -> happened.add("other"));
      // So that all are due when the loop looks, and have their last turns after that.
      standStill(() -> {});
    });

    assertThat(happened.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("other");
    assertThat(happened).isEmpty();
  }

  /** Holds the event loop, until the timer is due, while something happens outside of it. */
  private static void standStill(Happening outside) {
    long due = System.nanoTime() + SHORT.multipliedBy(2).toNanos();
    try {
      outside.happen();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (System.nanoTime() < due) {
      Thread.onSpinWait();
    }
  }

  private interface Happening {
    void happen() throws IOException;
  }
}
