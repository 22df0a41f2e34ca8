package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptOutcome.Answered;
import dev.vitrine.gateway.proxy.AttemptOutcome.ClientGone;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentTooLarge;
import dev.vitrine.gateway.proxy.AttemptOutcome.Lost;
import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.gateway.proxy.AttemptOutcome.Unsent;
import dev.vitrine.gateway.upstream.Endpoint;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;

/**
 * Sends a client's request to one endpoint, once. The client's content stays untouched, and paused,
 * until there is a connection to write it to. For one event loop.
 */
final class UpstreamCall {
  private static final long CANCEL = 8; // the error code of HTTP/2, RFC 9113, section 7

  private final Vertx vertx;
  private final HttpClient client;
  private final RequestHeaders headers;
  private final ClientConfig config;

  UpstreamCall(Vertx vertx, HttpClient client, RequestHeaders headers, ClientConfig config) {
    this.vertx = vertx;
    this.client = client;
    this.headers = headers;
    this.config = config;
  }

  /** Sends the request; completes with the head of the answer, or with why there is none. */
  Future<AttemptOutcome> send(
      HttpServerRequest request, Endpoint endpoint, long largestBody, Context trace) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setServer(endpoint.socketAddress())
            .setHost(endpoint.address().host())
            .setPort(endpoint.address().port())
            .setURI(originForm(request))
            .setConnectTimeout(config.connectTimeout().toMillis());
    return client
        .request(options)
        .compose(
            upstream -> {
              headers.write(request, upstream.headers(), trace);
              return exchange(request, upstream, largestBody);
            },
            failure -> Future.succeededFuture(new Unsent(connectReason(failure))));
  }

  private Future<AttemptOutcome> exchange(
      HttpServerRequest request, HttpClientRequest upstream, long largestBody) {
    if (request.response().closed()) {
      upstream.reset(CANCEL);
      return Future.succeededFuture(new ClientGone());
    }
    Promise<HttpClientResponse> head = Promise.promise();
    ClientDeparture.watch(request, upstream, head);
    upstream.response().onSuccess(head::tryComplete).onFailure(head::tryFail);
    ContentTransfer content = ContentTransfer.begin(request, upstream, largestBody);
    // The upstream's time begins to run when it has everything; it may answer before.
    content.written().onSuccess(all -> failLater(head)).onFailure(head::tryFail);
    return head.future()
        .<AttemptOutcome>map(response -> new Answered(response, content))
        .otherwise(failure -> {
          upstream.reset(CANCEL);
          return lost(request, failure);
        });
  }

  /**
   * The target as an origin server takes it (RFC 9112, section 3.2.1), whatever the client sent.
   */
  private static String originForm(HttpServerRequest request) {
    return request.query() == null ? request.path() : request.path() + "?" + request.query();
  }

  private void failLater(Promise<HttpClientResponse> head) {
    if (!head.future().isComplete()) {
      long timer =
          vertx.setTimer(
              config.headTimeout().toMillis(),
              late -> head.tryFail(new TimeoutException("no answer in time")));
      head.future().onComplete(answered -> vertx.cancelTimer(timer));
    }
  }

  private static AttemptOutcome lost(HttpServerRequest request, Throwable failure) {
    if (failure instanceof LimitedBody.TooLargeException) {
      return new ContentTooLarge();
    }
    if (failure instanceof ClientDeparture.ClientGoneException || request.response().closed()) {
      return new ClientGone();
    }
    return new Lost(
        failure instanceof TimeoutException ? Reason.RESPONSE_TIMEOUT : Reason.CONNECTION_LOST);
  }

  private static Reason connectReason(Throwable failure) {
    return switch (failure) {
      case ConnectionPoolTooBusyException _ -> Reason.POOL_OVERFLOW;
      case io.netty.channel.ConnectTimeoutException _ -> Reason.CONNECT_TIMEOUT;
      case ConnectException _ -> Reason.CONNECTION_REFUSED;
      case TimeoutException _ -> Reason.CONNECT_TIMEOUT;
      default -> Reason.CONNECTION_FAILED;
    };
  }
}
