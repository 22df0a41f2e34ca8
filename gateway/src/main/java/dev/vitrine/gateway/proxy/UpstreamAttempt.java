package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.proxy.AttemptOutcome.Answered;
import dev.vitrine.gateway.proxy.AttemptOutcome.ClientGone;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentMalformed;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentTooLarge;
import dev.vitrine.gateway.proxy.AttemptOutcome.ContentTooSlow;
import dev.vitrine.gateway.proxy.AttemptOutcome.Lost;
import dev.vitrine.gateway.proxy.AttemptOutcome.Reason;
import dev.vitrine.gateway.proxy.AttemptOutcome.Unsent;
import dev.vitrine.gateway.security.limit.PacedBody;
import dev.vitrine.platform.http.MalformedContentException;
import dev.vitrine.platform.time.Timers;
import dev.vitrine.platform.time.Timers.Cancellation;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A request on one upstream connection, until the head of its answer is there, and the end of the
 * exchange after that. For the event loop of the request.
 */
final class UpstreamAttempt {
  /** How long the head waits for the first byte of its content, as both fit into one packet. */
  private static final Duration FIRST_BYTE_PATIENCE = Duration.ofMillis(10);

  /** How long an upstream may let us wait for its 100 before the content is sent without. */
  private static final Duration CONTINUE_PATIENCE = Duration.ofSeconds(1);

  /** An answer that is not relayed is read to its end if it is no longer than this. */
  private static final int SHORT_ANSWER = 16 * 1024;

  /** Final answers have three digits (RFC 9110, section 15). */
  private static final int LEAST_FINAL = 200;

  private static final int LARGEST = 999;

  private static final long CANCEL = 8; // RFC 9113, section 7

  private final Forwarding forwarding;
  private final HttpClientRequest upstream;
  private final Timers timers;
  private final Promise<HttpClientResponse> head = Promise.promise();
  private final Promise<AnswerEnd> end = Promise.promise();
  private Cancellation clock = () -> {};
  private boolean sending;
  private boolean sent;
  private boolean finished;

  UpstreamAttempt(Forwarding forwarding, HttpClientRequest upstream, Timers timers) {
    this.forwarding = forwarding;
    this.upstream = upstream;
    this.timers = timers;
  }

  /** Why the gateway itself gives up. */
  private static final class GaveUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient AttemptOutcome outcome;

    GaveUpException(AttemptOutcome outcome) {
      super("gave up", null, false, false);
      this.outcome = outcome;
    }
  }

  /** Sends the request; completes with the head of the answer, or with why there is none. */
  Future<AttemptOutcome> send() {
    HttpServerRequest request = forwarding.request();
    forwarding.onDeparture(() -> giveUp(new ClientGone()));
    upstream.response().onSuccess(head::tryComplete).onFailure(head::tryFail);
    upstream.earlyHintsHandler(this::relayHints);
    if (upstream.version() != HttpVersion.HTTP_2) {
      forwarding.onlyOnce();
    }
    forwarding.content().announceTo(upstream);
    limit(forwarding.remaining(), this::late);
    if (forwarding.isUpgradeTo(upstream)) {
      upstream.connect();
      awaitHead();
    } else if (RequestBody.expectsContinue(request) && !forwarding.content().isEmpty()) {
      awaitContinue();
    } else {
      sendContent();
    }
    return head.future()
        .transform(answer -> {
          clock.cancel();
          return Future.succeededFuture(
              answer.succeeded() ? answered(answer.result()) : lost(answer.cause()));
        });
  }

  /** Ends it with this outcome, or, where the head of an answer is there, breaks that off. */
  void giveUp(AttemptOutcome outcome) {
    if (!head.tryFail(new GaveUpException(outcome))) {
      discard(outcome instanceof ClientGone ? AnswerEnd.CLIENT_GONE : AnswerEnd.PUT_ASIDE);
    }
  }

  /** How the answer ends, if its head comes; never fails. */
  Future<AnswerEnd> end() {
    return end.future();
  }

  /** Whether an answer has no end that anybody waits for: a stream of events, a call of gRPC. */
  boolean isToLast(HttpClientResponse response) {
    String type = response.getHeader("Content-Type");
    String kind = type == null ? "" : type.toLowerCase(Locale.ROOT);
    return forwarding.route().streaming()
        || kind.startsWith("text/event-stream")
        || kind.startsWith("application/grpc");
  }

  /** Whether the client's content was sent to its end. */
  boolean isSent() {
    return sent;
  }

  /**
   * Breaks the exchange off, if it is not over. The connection cannot be used again where the
   * request has no end; and a reset is not enough: Vert.x would return it to the pool, where the
   * next request would be taken for the rest of this one.
   *
   * @param why what that is for an answer that has not ended
   */
  void discard(AnswerEnd why) {
    if (finished) {
      return;
    }
    finished = true;
    end.tryComplete(why);
    boolean unfinished = !sending || !isSent();
    forwarding.content().detach();
    if (unfinished && upstream.version() != HttpVersion.HTTP_2) {
      upstream.connection().close();
    } else {
      upstream.reset(CANCEL);
    }
  }

  /** Reads an answer that nobody will see, if that is quick, so that the connection stays. */
  void drain(HttpClientResponse response) {
    String length = response.getHeader("Content-Length");
    boolean brief =
        length != null && length.length() < 6 && Integer.parseInt(length) < SHORT_ANSWER;
    if (isSent() && brief) {
      response.handler(ignored -> {});
      response.resume();
    } else {
      discard(AnswerEnd.PUT_ASIDE);
    }
  }

  private AttemptOutcome answered(HttpClientResponse response) {
    int status = response.statusCode();
    boolean switches = status == 101 && forwarding.isUpgradeTo(upstream);
    if (!switches && (status < LEAST_FINAL || status > LARGEST)) {
      discard(AnswerEnd.PUT_ASIDE);
      return new Lost(Reason.MALFORMED_RESPONSE);
    }
    if (switches) {
      end.complete(AnswerEnd.COMPLETE); // what follows is no answer
    }
    response.end().onComplete(this::ended);
    return new Answered(response, this);
  }

  /** From now on the connection may serve another request, which a late reset would hit. */
  private void ended(AsyncResult<Void> answer) {
    finished = isSent() || finished;
    end.tryComplete(answer.succeeded() ? AnswerEnd.COMPLETE : brokenOff());
  }

  private AnswerEnd brokenOff() {
    return IdleEnd.has(upstream.connection()) ? AnswerEnd.IDLE : AnswerEnd.BROKEN_OFF;
  }

  private AttemptOutcome lost(Throwable failure) {
    AttemptOutcome idle = idle();
    discard(AnswerEnd.PUT_ASIDE);
    return switch (failure) {
      case GaveUpException gaveUp -> gaveUp.outcome;
      case RequestContent.TooLargeException _ -> new ContentTooLarge();
      case PacedBody.TooSlowException _ -> new ContentTooSlow();
      case MalformedContentException _ -> new ContentMalformed();
      case RequestContent.NotAllowedException _ -> new ContentMalformed();
      case RequestContent.BrokenOffException _ -> new ClientGone();
      default ->
          forwarding.isAbandoned()
              ? new ClientGone()
              : UnprocessedStreams.reason(upstream, failure)
                  .<AttemptOutcome>map(Unsent::new)
                  .orElseGet(
                      () -> IdleEnd.has(upstream.connection()) ? idle : new Lost(reason(failure)));
    };
  }

  /** Where nothing moves: by the doing of whoever has something to send. */
  private AttemptOutcome idle() {
    return forwarding.content().isAwaited()
        ? new ContentTooSlow()
        : new Lost(Reason.RESPONSE_TIMEOUT);
  }

  private static Reason reason(Throwable failure) {
    // What the HTTP decoder objects to comes as one of its own exceptions, or as its arguments'.
    boolean malformed =
        failure instanceof IllegalArgumentException
            || failure instanceof IllegalStateException
            || failure instanceof io.netty.handler.codec.DecoderException;
    return malformed ? Reason.MALFORMED_RESPONSE : Reason.CONNECTION_LOST;
  }

  private void sendContent() {
    if (!sending && !head.future().isComplete()) {
      sending = true;
      // The upstream's time begins to run when it has everything; it may answer before.
      forwarding
          .content()
          .sendTo(upstream)
          .onSuccess(all -> {
            sent = true;
            awaitHead();
          })
          .onFailure(head::tryFail);
      if (forwarding.content().awaitsFirstByte()) {
        Cancellation patience =
            timers.after(FIRST_BYTE_PATIENCE, () -> forwarding.content().sendHeadAhead(upstream));
        head.future().onComplete(done -> patience.cancel());
      }
    }
  }

  /** The endpoint has everything that it needs for an answer. */
  private void awaitHead() {
    if (!head.future().isComplete()
        && forwarding.headTimeout().compareTo(forwarding.remaining()) < 0) {
      limit(forwarding.headTimeout(), () -> new Lost(Reason.RESPONSE_TIMEOUT));
    }
  }

  private void limit(Duration time, Supplier<AttemptOutcome> outcome) {
    clock.cancel();
    clock = timers.after(time, () -> giveUp(outcome.get()));
  }

  /** The total time is over: by the client's doing, if the upstream still waits for content. */
  private AttemptOutcome late() {
    return forwarding.content().isAwaited() ? new ContentTooSlow() : new Lost(Reason.DEADLINE);
  }

  /**
   * The client sends nothing before its 100, which is the upstream's to give (RFC 9110, 10.1.1).
   */
  private void awaitContinue() {
    Cancellation patience = timers.after(CONTINUE_PATIENCE, this::continueWith);
    head.future().onComplete(done -> patience.cancel());
    upstream.continueHandler(asked -> continueWith());
    upstream.sendHead().onFailure(head::tryFail);
  }

  private void continueWith() {
    if (!sending && !head.future().isComplete() && !forwarding.isAbandoned()) {
      forwarding.request().response().writeContinue();
      sendContent();
    }
  }

  /** In HTTP/2 names are in small letters (RFC 9113, section 8.2), which Vert.x leaves to us. */
  private static MultiMap named(MultiMap fields, HttpVersion version) {
    if (version != HttpVersion.HTTP_2) {
      return fields;
    }
    MultiMap small = MultiMap.caseInsensitiveMultiMap();
    fields.forEach((name, value) -> small.add(name.toLowerCase(Locale.ROOT), value));
    return small;
  }

  private void relayHints(MultiMap hints) {
    HttpServerRequest request = forwarding.request();
    if (request.version() != HttpVersion.HTTP_1_0 && !request.response().headWritten()) {
      request.response().writeEarlyHints(named(ResponseHeaders.passing(hints), request.version()));
    }
  }
}
