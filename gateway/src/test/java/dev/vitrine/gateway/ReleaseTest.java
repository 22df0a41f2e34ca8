package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.platform.testing.ClosedPort;
import dev.vitrine.platform.testing.TestClient;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What was stopped is not held by the JVM: not by its cleaners, nor by its beans. */
@Isolated("it looks at the heap of the JVM")
class ReleaseTest {
  @Test
  void holdsNothingOfAGatewayThatHasStopped() throws Exception {
    WeakReference<Vertx> stopped = startedAndStopped();

    await().until(() -> isCollected(stopped));

    assertThat(stopped.get()).isNull();
  }

  private static WeakReference<Vertx> startedAndStopped() throws Exception {
    try (ClosedPort closed = ClosedPort.take();
        RunningGateway gateway = RunningGateway.before(closed.number())) {
      assertThat(TestClient.of(gateway.port()).get("/a").status()).isEqualTo(502);
      return new WeakReference<>(gateway.vertx());
    }
  }

  @SuppressWarnings("ExplicitGC") // what is tested is what a collection leaves
  private static boolean isCollected(WeakReference<Vertx> stopped) {
    System.gc();
    return stopped.get() == null;
  }
}
