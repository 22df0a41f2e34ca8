package dev.vitrine.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.RunningService;
import io.vertx.ext.web.Router;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What the answers of a process say that drains. */
class DrainSignalTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String UPGRADE =
      "GET /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n";

  private final Readiness readiness = new Readiness();

  private RunningService serving(int status) throws Exception {
    return RunningService.serving(vertx -> {
      Router router = Router.router(vertx);
      router.route().handler(new DrainSignal(readiness));
      router
          .route()
          .handler(ctx -> {
            if (status == 101) {
              ctx.response().putHeader("Connection", "Upgrade").putHeader("Upgrade", "x");
            }
            ctx.response().setStatusCode(status).end();
          });
      return router;
    });
  }

  private static String head(RunningService service, String request) throws Exception {
    try (Socket socket = service.client().connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) socket.getInputStream().read());
      }
      return head.toString().toLowerCase(Locale.ROOT);
    }
  }

  @Test
  void asksToLeaveOnlyOnceItDrains() throws Exception {
    try (RunningService service = serving(200)) {
      String before = head(service, GET);
      readiness.draining();

      assertThat(before).doesNotContain("connection:");
      assertThat(head(service, GET)).contains("\r\nconnection: close\r\n");
    }
  }

  @Test
  void leavesAnUpgradeAlone() throws Exception {
    readiness.draining();
    try (RunningService service = serving(101)) {
      assertThat(head(service, UPGRADE))
          .startsWith("http/1.1 101")
          .contains("\r\nconnection: upgrade\r\n");
    }
  }
}
