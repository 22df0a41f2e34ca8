package dev.vitrine.gateway.corpus;

import dev.vitrine.platform.http.HttpConfig;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The stock proxy of Vert.x, on a stock server that takes the same heads as the gateway. */
final class StockEdge implements Edge {
  private static final HttpConfig LIMITS =
      new HttpConfig("127.0.0.1", 0, Duration.ofSeconds(75), 16_384, 8_192);

  private final Vertx vertx;
  private final HttpServer server;

  private StockEdge(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  static StockEdge before(int upstream) throws TimeoutException {
    Vertx vertx = Vertx.vertx();
    HttpClientOptions impatient =
        new HttpClientOptions().setReadIdleTimeout(600).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    HttpProxy proxy =
        HttpProxy.reverseProxy(
                vertx.createHttpClient(impatient, new PoolOptions().setHttp1MaxSize(64)))
            .origin(upstream, "127.0.0.1");
    return new StockEdge(vertx, listen(vertx.createHttpServer(LIMITS.options()), proxy));
  }

  /** A stock server that answers everything itself. */
  static StockEdge answering() throws TimeoutException {
    Vertx vertx = Vertx.vertx();
    HttpServer server = vertx.createHttpServer(LIMITS.options());
    return new StockEdge(vertx, listen(server, request -> request.response().end("ok")));
  }

  private static HttpServer listen(HttpServer server, Handler<HttpServerRequest> handler)
      throws TimeoutException {
    return server.requestHandler(handler).listen().await(5, TimeUnit.SECONDS);
  }

  @Override
  public int port() {
    return server.actualPort();
  }

  @Override
  public int http2Port() {
    return server.actualPort();
  }

  @Override
  public void close() throws TimeoutException {
    vertx.close().await(5, TimeUnit.SECONDS);
  }
}
