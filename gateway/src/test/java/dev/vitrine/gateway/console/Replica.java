package dev.vitrine.gateway.console;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process of a service, for the picture: takes its time, becomes ill, or says it is not ready.
 */
final class Replica implements AutoCloseable {
  private final Vertx vertx;
  private final Random random;
  private final double medianMillis;
  private final HttpServer service;
  private final HttpServer management;
  private volatile int status = 200;
  private volatile int readiness = 200;

  Replica(Vertx vertx, double medianMillis, Random random) throws TimeoutException {
    this.vertx = vertx;
    this.medianMillis = medianMillis;
    this.random = random;
    this.service = listen(this::serve);
    this.management = listen(request -> request.response().setStatusCode(readiness).end());
  }

  private HttpServer listen(Handler<HttpServerRequest> handler) throws TimeoutException {
    HttpServerOptions here = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
    HttpServer server = vertx.createHttpServer(here).requestHandler(handler);
    server.listen().await(5, TimeUnit.SECONDS);
    return server;
  }

  // Most take about as long, few take long: log-normal.
  private void serve(HttpServerRequest request) {
    long millis = Math.max(1, Math.round(medianMillis * Math.exp(0.6 * random.nextGaussian())));
    vertx.setTimer(millis, fired -> request.response().setStatusCode(status).end("{}"));
  }

  /** Answers by that status from now on. */
  void answer(int answered) {
    status = answered;
  }

  /** Says that it is not ready, from now on. */
  void refuse() {
    readiness = 503;
  }

  /** As in the gateway's file. */
  String endpoint() {
    return "{address: '127.0.0.1:%d', management: '127.0.0.1:%d'}"
        .formatted(service.actualPort(), management.actualPort());
  }

  @Override
  public void close() throws TimeoutException {
    service.close().await(5, TimeUnit.SECONDS);
    management.close().await(5, TimeUnit.SECONDS);
  }
}
