package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
final class HttpConfigTest {
  @Test
  void aConnectionMayBeIdleForFractionsOfASecondToo(Vertx vertx, VertxTestContext test) {
    Duration idle = Duration.ofMillis(1_700);
    HttpConfig config = new HttpConfig("127.0.0.1", 0, idle, 8_192, 4_096);

    vertx
        .createHttpServer(config.options())
        .requestHandler(request -> request.response().end())
        .listen()
        .compose(server -> vertx.createNetClient().connect(server.actualPort(), config.host()))
        .onComplete(
            test.succeeding(socket -> {
              long begin = System.nanoTime();
              socket.closeHandler(v -> {
                Duration lived = Duration.ofNanos(System.nanoTime() - begin);
                // The two ends do not see the connection begin at the same moment.
                test.verify(
                    () -> assertThat(lived).isGreaterThan(idle.minus(Duration.ofMillis(200))));
                test.completeNow();
              });
            }));
  }
}
