package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.balance.PowerOfTwoChoices;
import dev.vitrine.gateway.proxy.AttemptObservation.Attempt;
import dev.vitrine.gateway.proxy.AttemptOutcome.Answered;
import dev.vitrine.gateway.proxy.AttemptOutcome.ClientGone;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentTooLarge;
import dev.vitrine.gateway.proxy.AttemptOutcome.Lost;
import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.gateway.proxy.AttemptOutcome.Unsent;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.platform.http.Problem;
import dev.vitrine.platform.http.ProblemHandler;
import dev.vitrine.platform.telemetry.Exchange;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import io.vertx.httpproxy.ProxyInterceptor;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The proxy of one route: chooses an endpoint, sends the request, tries another where that is safe,
 * and relays the answer, or answers itself. For one event loop.
 *
 * <p>An engine of our own behind the interface of vertx-http-proxy; see {@code
 * docs/adr/0002-own-proxy-engine.md}. Its two extension points are not supported, and say so:
 * endpoints come from discovery, and each step is a class of this package.
 */
public final class GatewayProxy implements HttpProxy {
  private final Vertx vertx;
  private final Upstream upstream;
  private final long largestBody;
  private final int attempts;
  private final PowerOfTwoChoices balance;
  private final UpstreamCall call;
  private final AttemptObservation observation;
  private final Consumer<Endpoint> unreachable;

  /**
   * @param largestBody bytes of content that a request may have
   * @param unreachable told of an endpoint that could not be connected to
   */
  GatewayProxy(
      Vertx vertx,
      Upstream upstream,
      long largestBody,
      int attempts,
      PowerOfTwoChoices balance,
      UpstreamCall call,
      AttemptObservation observation,
      Consumer<Endpoint> unreachable) {
    this.vertx = vertx;
    this.upstream = upstream;
    this.largestBody = largestBody;
    this.attempts = attempts;
    this.balance = balance;
    this.call = call;
    this.observation = observation;
    this.unreachable = unreachable;
  }

  @Override
  public void handle(HttpServerRequest request) {
    request.pause();
    if (RequestBody.declaredLength(request).orElse(0) > largestBody) {
      answer(request, GatewayProblems.contentTooLarge());
      return;
    }
    new Forwarding(request).next();
  }

  @Override
  public HttpProxy origin(OriginRequestProvider provider) {
    throw new UnsupportedOperationException("endpoints come from discovery");
  }

  @Override
  public HttpProxy addInterceptor(ProxyInterceptor interceptor, boolean webSocketUpgrade) {
    throw new UnsupportedOperationException("each step of the engine is a class of its own");
  }

  private void answer(HttpServerRequest request, Problem problem) {
    if (problem.status() >= 500) {
      Exchange.current().ifPresent(exchange -> exchange.failed(problem.kind()));
    }
    ProblemHandler.send(request, problem);
    if (problem.status() == 413) {
      LingeringClose.after(vertx, request);
    } else {
      // Whatever content is still on its way is read and thrown away.
      request.resume();
    }
  }

  /** One request on its way: which endpoints it has been to. */
  private final class Forwarding {
    private final HttpServerRequest request;
    private final Set<Endpoint> tried = new HashSet<>();
    private Optional<Reason> lastReason = Optional.empty();

    Forwarding(HttpServerRequest request) {
      this.request = request;
    }

    void next() {
      Optional<Endpoint> endpoint =
          tried.size() < attempts ? balance.pick(upstream.endpoints(), tried) : Optional.empty();
      if (endpoint.isEmpty()) {
        answer(
            request,
            lastReason
                .map(reason -> GatewayProblems.noAnswer(upstream.name(), reason))
                .orElseGet(() -> GatewayProblems.noEndpoint(upstream.name())));
        return;
      }
      attempt(endpoint.get());
    }

    private void attempt(Endpoint endpoint) {
      Attempt attempt =
          observation.begin(upstream.name(), endpoint, method(), tried.size(), Context.current());
      tried.add(endpoint);
      endpoint.acquire();
      call.send(request, endpoint, largestBody, attempt.context())
          .compose(outcome -> proceed(endpoint, attempt, outcome))
          .onComplete(done -> endpoint.release());
    }

    private Future<Void> proceed(Endpoint endpoint, Attempt attempt, AttemptOutcome outcome) {
      switch (outcome) {
        case Answered(var response, var content) -> {
          attempt.answered(response.statusCode());
          return relay(response, content);
        }
        case Unsent(Reason reason) -> {
          attempt.failed(reason.label());
          if (reason != Reason.POOL_OVERFLOW) {
            unreachable.accept(endpoint);
          }
          tryAnother(reason);
        }
        case Lost(Reason reason) -> {
          attempt.failed(reason.label());
          if (reason == Reason.CONNECTION_LOST && RequestBody.isRepeatable(request)) {
            tryAnother(reason);
          } else {
            answer(request, GatewayProblems.noAnswer(upstream.name(), reason));
          }
        }
        case ContentTooLarge() -> {
          attempt.failed("content-too-large");
          answer(request, GatewayProblems.contentTooLarge());
        }
        case ClientGone() -> attempt.failed("client-gone");
      }
      return Future.succeededFuture();
    }

    private Future<Void> relay(HttpClientResponse response, ContentTransfer content) {
      boolean early = !content.isComplete();
      if (early && request.version() != HttpVersion.HTTP_2) {
        request.response().putHeader("Connection", "close");
      }
      return ResponseRelay.relay(response, request)
          .onComplete(end -> {
            if (!content.isComplete()) {
              content.abandon();
              LingeringClose.after(vertx, request);
            }
          })
          .otherwiseEmpty();
    }

    private void tryAnother(Reason reason) {
      lastReason = Optional.of(reason);
      next();
    }

    private String method() {
      return Exchange.current().map(Exchange::method).orElse("_OTHER");
    }
  }
}
