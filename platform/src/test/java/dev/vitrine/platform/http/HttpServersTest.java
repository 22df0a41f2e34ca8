package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.platform.testing.TestTelemetry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.junit5.VertxExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HttpServersTest {
  @Test
  void namesThePortThatIsTaken(Vertx vertx) throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpServerOptions options =
          new HttpServerOptions().setHost("127.0.0.1").setPort(other.getLocalPort());

      assertThatThrownBy(() ->
              TestTelemetry.await(HttpServers.start(vertx, options, 1, loop -> request -> {})))
          .isInstanceOf(CannotListenException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1:%d: Address already in use", other.getLocalPort());
    }
  }
}
