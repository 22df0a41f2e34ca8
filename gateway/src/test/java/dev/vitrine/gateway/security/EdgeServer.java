package dev.vitrine.gateway.security;

import static dev.vitrine.platform.testing.TestTelemetry.await;

import dev.vitrine.platform.http.HttpServers;
import dev.vitrine.platform.http.ProblemHandler;
import dev.vitrine.platform.http.ServerListener;
import dev.vitrine.platform.testing.TestClient;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A server with a router of the test's, on a free port of the loopback interface. */
public final class EdgeServer implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpServers servers;

  private EdgeServer(HttpServerOptions options, ServerListener listener, Consumer<Router> routes)
      throws TimeoutException {
    options.setHost("127.0.0.1").setPort(0);
    servers =
        await(
            HttpServers.start(
                vertx,
                options,
                listener,
                it -> {
                  Router router = Router.router(it);
                  new ProblemHandler(bug -> Optional.empty()).mount(router);
                  routes.accept(router);
                  return router;
                }));
  }

  public static EdgeServer with(Consumer<Router> routes) throws TimeoutException {
    return with(new HttpServerOptions(), routes);
  }

  public static EdgeServer with(HttpServerOptions options, Consumer<Router> routes)
      throws TimeoutException {
    return new EdgeServer(options, ServerListener.NONE, routes);
  }

  public static EdgeServer with(
      HttpServerOptions options, Handler<HttpConnection> connected, Consumer<Router> routes)
      throws TimeoutException {
    ServerListener listener =
        new ServerListener() {
          @Override
          public void connected(HttpConnection connection) {
            connected.handle(connection);
          }
        };
    return new EdgeServer(options, listener, routes);
  }

  public Vertx vertx() {
    return vertx;
  }

  public HttpServers servers() {
    return servers;
  }

  public int port() {
    return servers.port();
  }

  public TestClient client() {
    return TestClient.of(port());
  }

  @Override
  public void close() throws TimeoutException {
    await(vertx.close());
  }
}
