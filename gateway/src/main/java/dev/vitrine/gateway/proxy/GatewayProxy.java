package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.route.RouteConfig;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import io.vertx.httpproxy.ProxyInterceptor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * The proxy of one route. For one event loop.
 *
 * <p>An engine of our own behind the interface of vertx-http-proxy; see {@code
 * docs/adr/0002-own-proxy-engine.md}. Its two extension points are not supported, and say so:
 * endpoints come from discovery, and each step is a class of this package.
 */
public final class GatewayProxy implements HttpProxy {
  private final RouteConfig route;
  private final Function<Forwarding, Future<Void>> forwarder;
  private final Answering answering;
  private final UnaryOperator<ReadStream<Buffer>> pace;
  private final LongSupplier nanoTime;

  /**
   * @param forwarder takes a request to its end; completes then
   * @param pace makes content fail that comes too slowly
   */
  GatewayProxy(
      RouteConfig route,
      Function<Forwarding, Future<Void>> forwarder,
      Answering answering,
      UnaryOperator<ReadStream<Buffer>> pace,
      LongSupplier nanoTime) {
    this.route = route;
    this.pace = pace;
    this.forwarder = forwarder;
    this.answering = answering;
    this.nanoTime = nanoTime;
  }

  @Override
  public void handle(HttpServerRequest request) {
    request.pause();
    Forwarding forwarding = new Forwarding(request, route, pace, nanoTime);
    if (RequestBody.declaredLength(request).orElse(0) > route.maxBody()) {
      answering.answer(forwarding, GatewayProblems.contentTooLarge());
    } else {
      forwarder.apply(forwarding).onFailure(failure -> answering.failed(forwarding, failure));
    }
  }

  @Override
  public HttpProxy origin(OriginRequestProvider provider) {
    throw new UnsupportedOperationException("endpoints come from discovery");
  }

  @Override
  public HttpProxy addInterceptor(ProxyInterceptor interceptor, boolean webSocketUpgrade) {
    throw new UnsupportedOperationException("each step of the engine is a class of its own");
  }
}
