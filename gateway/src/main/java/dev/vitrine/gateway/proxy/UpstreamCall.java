package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptOutcome.ClientGone;
import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.gateway.proxy.AttemptOutcome.Unsent;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.platform.time.TimeLimit;
import dev.vitrine.platform.time.Timers;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Sends requests to the endpoints of one upstream, each once. The client's content stays untouched,
 * and paused, until there is a connection to write it to. For one event loop.
 */
final class UpstreamCall {
  private final UpstreamClients clients;
  private final RequestHeaders headers;
  private final ClientConfig config;
  private final Timers timers;

  UpstreamCall(
      UpstreamClients clients, RequestHeaders headers, ClientConfig config, Timers timers) {
    this.clients = clients;
    this.headers = headers;
    this.config = config;
    this.timers = timers;
  }

  /**
   * Sends the request; completes with the head of the answer, or with why there is none.
   *
   * @param started told of the attempt once there is a connection for it
   */
  Future<AttemptOutcome> send(
      Forwarding forwarding, Endpoint endpoint, Context trace, Consumer<UpstreamAttempt> started) {
    UpstreamClients.Pair open = clients.get();
    UpstreamClients.Pool pool = forwarding.isRepeatable() ? open.pooled() : open.fresh();
    boolean patient = forwarding.remaining().compareTo(config.connectTimeout()) >= 0;
    Duration patience = patient ? config.connectTimeout() : forwarding.remaining();
    RequestOptions options =
        new RequestOptions()
            .setMethod(forwarding.request().method())
            .setServer(endpoint.socketAddress())
            .setHost(endpoint.address().uriHost())
            .setPort(endpoint.address().port())
            .setURI(originForm(forwarding.request()))
            .setConnectTimeout(vertxPatience(patience, isFull(pool, endpoint)));
    TimeLimit connect = new TimeLimit(timers, patience);
    // A connection may come when nobody waits for it any more: that says nothing of the endpoint.
    return clients
        .openUntil(connect.of(pool.client().request(options), UpstreamCall::putAside))
        .compose(
            upstream -> send(forwarding, upstream, trace, started),
            failure -> {
              Reason late = patient ? timeoutReason(isFull(pool, endpoint)) : Reason.DEADLINE;
              return Future.succeededFuture(new Unsent(connectReason(failure, late)));
            });
  }

  private Future<AttemptOutcome> send(
      Forwarding forwarding,
      HttpClientRequest upstream,
      Context trace,
      Consumer<UpstreamAttempt> started) {
    // The outcome tells of every failure; without a handler Vert.x would log each as an error.
    upstream.exceptionHandler(told -> {});
    if (forwarding.isAbandoned()) {
      upstream.reset();
      return Future.succeededFuture(new ClientGone());
    }
    if (forwarding.isLate()) {
      upstream.reset();
      return Future.succeededFuture(new Unsent(Reason.DEADLINE));
    }
    headers.write(forwarding, upstream, trace);
    UpstreamAttempt attempt = new UpstreamAttempt(forwarding, upstream, timers);
    started.accept(attempt);
    return attempt.send();
  }

  /**
   * When Vert.x gives up by itself, in milliseconds. Where nothing but a place in the pool can be
   * waited for, that is no later than we do, so that who has gone keeps no place in its queue.
   */
  private static long vertxPatience(Duration ours, boolean full) {
    // None at all is for Vert.x without end.
    return full ? Math.max(1, ours.toMillis()) : TimeLimit.backstop(ours).toMillis();
  }

  private boolean isFull(UpstreamClients.Pool pool, Endpoint endpoint) {
    return pool.open().applyAsInt(endpoint.socketAddress()) >= config.poolSize();
  }

  /** The connection is for other requests. */
  private static void putAside(HttpClientRequest unused) {
    unused.exceptionHandler(told -> {}); // or Vert.x would log the reset as an error
    unused.reset();
  }

  /**
   * The target as an origin server takes it (RFC 9112, section 3.2.1), whatever the client sent.
   */
  private static String originForm(HttpServerRequest request) {
    return request.query() == null ? request.path() : request.path() + "?" + request.query();
  }

  /**
   * The same timer runs for a connection and for a place in the pool, and its end tells nothing of
   * what was waited for. Where the pool has all the connections that it may have, none was being
   * made.
   */
  private static Reason timeoutReason(boolean full) {
    return full ? Reason.POOL_OVERFLOW : Reason.CONNECT_TIMEOUT;
  }

  /**
   * @param late why there is none when our patience has ended
   */
  private static Reason connectReason(Throwable failure, Reason late) {
    return switch (failure) {
      case ConnectionPoolTooBusyException _ -> Reason.POOL_OVERFLOW;
      case io.netty.channel.ConnectTimeoutException _ -> Reason.CONNECT_TIMEOUT;
      case ConnectException _ -> Reason.CONNECTION_REFUSED;
      case TimeoutException _ -> late;
      default -> Reason.CONNECTION_FAILED;
    };
  }
}
