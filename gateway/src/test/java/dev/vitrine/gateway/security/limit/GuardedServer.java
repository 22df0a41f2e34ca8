package dev.vitrine.gateway.security.limit;

import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.platform.testing.TestClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A server whose clients have this long for a head. {@code /a} answers at once, {@code /slow} after
 * three times as long.
 */
final class GuardedServer implements AutoCloseable {
  private final EdgeServer server;
  private final AtomicInteger late;

  private GuardedServer(EdgeServer server, AtomicInteger late) {
    this.server = server;
    this.late = late;
  }

  /**
   * Starts it.
   *
   * @param more routes of the test's
   */
  static GuardedServer start(Duration within, Consumer<Router> more) throws TimeoutException {
    AtomicInteger late = new AtomicInteger();
    HeadTime time = new HeadTime(within, late::incrementAndGet, Map.of());
    EdgeServer server =
        EdgeServer.with(
            new HttpServerOptions(),
            connection -> HeadDeadline.watch(connection, time),
            router -> {
              router.route("/a").handler(ctx -> ctx.response().end("ok"));
              router
                  .route("/slow")
                  .handler(ctx ->
                      ctx.vertx()
                          .setTimer(3 * within.toMillis(), timer -> ctx.response().end("slow")));
              more.accept(router);
            });
    ConnectionDeadlines.guard(server.port(), time);
    return new GuardedServer(server, late);
  }

  Vertx vertx() {
    return server.vertx();
  }

  int port() {
    return server.port();
  }

  TestClient client() {
    return server.client();
  }

  /** How many connections were ended for a late head. */
  int late() {
    return late.get();
  }

  @Override
  public void close() throws TimeoutException {
    ConnectionDeadlines.release(server.port());
    server.close();
  }
}
