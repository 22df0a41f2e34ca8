package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.platform.http.ListField;
import dev.vitrine.platform.telemetry.Exchange;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the gateway: what it is, where it has been, how much time it has
 * left. For the event loop of the request.
 */
final class Forwarding {
  /** For a route whose exchanges may last: beyond any other limit. */
  private static final Duration UNLIMITED = Duration.ofDays(1);

  private final HttpServerRequest request;
  private final RouteConfig route;
  private final LongSupplier nanoTime;
  private final RequestContent content;
  private final long startNanos;
  private final long observedNanos;
  private final Set<Endpoint> tried = new HashSet<>();
  private final List<Runnable> departures = new ArrayList<>();
  private final Context trace = Context.current();
  private long waitedNanos;
  private int attempts;
  private int hedges;
  private int spared;
  private String cause = "";
  private long heldUntilNanos;
  private boolean retriedForAnswer;
  private @Nullable Reason loss;
  private boolean over;

  Forwarding(
      HttpServerRequest request,
      RouteConfig route,
      UnaryOperator<ReadStream<Buffer>> pace,
      LongSupplier nanoTime) {
    this.request = request;
    this.route = route;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.observedNanos = Exchange.current().map(Exchange::startNanos).orElse(startNanos);
    this.content = new RequestContent(request, pace, route.maxBody(), route.retry().maxBody());
    request.response().closeHandler(left -> left());
  }

  HttpServerRequest request() {
    return request;
  }

  RouteConfig route() {
    return route;
  }

  RequestContent content() {
    return content;
  }

  /** Endpoints that it has been sent to, or was to be. */
  Set<Endpoint> tried() {
    return tried;
  }

  /** The trace context that it came with. */
  Context trace() {
    return trace;
  }

  /**
   * The same future, of something that the request waits for: the time until then is not the
   * gateway's own. One at a time.
   */
  <T> Future<T> waitFor(Future<T> event) {
    long begin = nanoTime.getAsLong();
    return event.onComplete(done -> waitedNanos += nanoTime.getAsLong() - begin);
  }

  /** How much of the time since its head the gateway itself has needed. */
  long ownNanos() {
    return nanoTime.getAsLong() - observedNanos - waitedNanos;
  }

  /** Until it has to be answered; zero where that is past. */
  Duration remaining() {
    if (route.streaming()) {
      return UNLIMITED;
    }
    long left = route.totalTimeout().toNanos() - (nanoTime.getAsLong() - startNanos);
    return Duration.ofNanos(Math.max(0, left));
  }

  /** Whether it is too late to send it: an upstream is told of whole milliseconds. */
  boolean isLate() {
    return remaining().toMillis() == 0;
  }

  /** From the end of the request to the head of an answer. */
  Duration headTimeout() {
    return route.headTimeout();
  }

  /** For how much longer it may wait for an endpoint; the time runs from the first wait on. */
  Duration remainingHold() {
    long now = nanoTime.getAsLong();
    if (heldUntilNanos == 0) {
      heldUntilNanos = now + route.hold().toNanos();
    }
    Duration left = Duration.ofNanos(Math.max(0, heldUntilNanos - now));
    return left.compareTo(remaining()) < 0 ? left : remaining();
  }

  /** One more attempt; returns how many there were before. */
  int countAttempt() {
    return attempts++;
  }

  /** One of the attempts is made beside another, and not after it. */
  void hedged() {
    hedges++;
  }

  /** The last attempt is none of those that it may make: it goes on as if it had not been made. */
  void spareAttempt() {
    spared++;
  }

  /** How many times it was sent again; below zero where attempts were spared. */
  int retries() {
    return attempts - hedges - spared - 1;
  }

  /** Says why the next attempt, if there is one, is not the first. */
  void becauseOf(String label) {
    cause = label;
  }

  /** Why the attempt that comes now is not the first; one of a few words. */
  String cause() {
    return cause;
  }

  /** An endpoint may have processed it, and did not say so. */
  void lost(Reason reason) {
    loss = reason;
  }

  /** Why the last endpoint that may have processed it gave no answer; empty where none may have. */
  Optional<Reason> loss() {
    return Optional.ofNullable(loss);
  }

  /** Whether an answer was already put aside for it. */
  boolean hasRetriedForAnswer() {
    return retriedForAnswer;
  }

  /** An answer is put aside: the next one stands. */
  void retriedForAnswer() {
    retriedForAnswer = true;
  }

  /** The method, one of the known ones or {@code _OTHER}. */
  String method() {
    return Exchange.current().map(Exchange::method).orElse("_OTHER");
  }

  /**
   * It is about to be written to a connection that can say of no request that it was not processed:
   * nothing is kept of what must not be sent again.
   */
  void onlyOnce() {
    if (!RequestBody.isIdempotent(request)) {
      content.keepNoMore();
    }
  }

  /** Whether it may be sent again although it may have been received: method and content. */
  boolean isRepeatable() {
    return RequestBody.isIdempotent(request) && content.isReplayable();
  }

  /**
   * Whether it asks for another protocol on the same connection: WebSocket (RFC 6455), of all there
   * are. Not if it wants the connection closed as well: Vert.x would say that in the 101.
   */
  private boolean isUpgrade() {
    return request.version() == HttpVersion.HTTP_1_1
        && request.method().equals(HttpMethod.GET)
        && content.isEmpty()
        && request.headers().contains("Sec-WebSocket-Key")
        && "13".equals(request.getHeader("Sec-WebSocket-Version"))
        && ListField.contains(request.headers(), "Upgrade", "websocket")
        && ListField.contains(request.headers(), "Connection", "upgrade")
        && !ListField.contains(request.headers(), "Connection", "close");
  }

  /**
   * Whether an upstream is asked for that. In HTTP/2 there is no such thing (RFC 9113, section
   * 8.6): there it is asked as if the client had not, which a server may always do (RFC 9110, 7.8).
   */
  boolean isUpgradeTo(HttpClientRequest upstream) {
    return upstream.version() != HttpVersion.HTTP_2 && isUpgrade();
  }

  /** Whether a second endpoint may be asked if the first is late. */
  boolean isHedged() {
    return route.hedging() && request.method().equals(HttpMethod.GET) && !isUpgrade();
  }

  /** Whether the client has left. */
  boolean isAbandoned() {
    return request.response().closed();
  }

  /** Has this done if the client leaves before the answer is complete. */
  void onDeparture(Runnable action) {
    departures.add(action);
  }

  /** The answer is complete, or given up: what becomes of the client's connection means nothing. */
  void over() {
    over = true;
    departures.clear();
  }

  private void left() {
    if (!over) {
      List.copyOf(departures).forEach(Runnable::run);
    }
  }
}
