package dev.vitrine.gateway.proxy;

import dev.vitrine.platform.http.BrokenAnswer;
import dev.vitrine.platform.telemetry.Exchange;
import dev.vitrine.platform.time.TimeLimit;
import dev.vitrine.platform.time.Timers;
import dev.vitrine.platform.time.Timers.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Passes an upstream's answer on: head, content as it comes and no faster than the client takes it,
 * trailers. An answer that breaks off breaks off for the client too; it never looks whole.
 */
final class ResponseRelay {
  private final Timers timers;

  ResponseRelay(Timers timers) {
    this.timers = timers;
  }

  /**
   * Relays the answer; completes when its end is written, or its loss made known. Fails with a
   * {@link TimeoutException} where its end did not come in time and nothing of it is written.
   *
   * @param attempt the exchange that it belongs to
   */
  Future<Void> relay(Forwarding forwarding, HttpClientResponse upstream, UpstreamAttempt attempt) {
    HttpServerRequest request = forwarding.request();
    HttpServerResponse response = request.response();
    if (upstream.statusCode() == 101) {
      status(request, upstream);
      return UpgradeTunnel.open(upstream, request);
    }
    if (hasNoContent(request, upstream.statusCode())) {
      return relayHead(forwarding, upstream, attempt);
    }
    status(request, upstream);
    ResponseHeaders.copy(upstream.headers(), response.headers());
    if (!response.headers().contains("Content-Length")) {
      response.setChunked(true);
    }
    Cancellation deadline = deadline(forwarding, upstream, attempt);
    return upstream
        .pipe()
        .endOnSuccess(false)
        .endOnFailure(false)
        .to(response)
        .compose(end -> {
          MultiMap trailers = ResponseHeaders.passing(upstream.trailers());
          if (!trailers.isEmpty()) {
            // Asked for and left empty they would be sent: in HTTP/2, as a head without a field.
            response.trailers().addAll(trailers);
          }
          return response.end();
        })
        .onFailure(broken -> failed(request, attempt))
        .onComplete(end -> deadline.cancel());
  }

  /**
   * After the head comes only the end. In HTTP/2 that may be a frame of its own, which can be
   * waited for in vain.
   */
  private Future<Void> relayHead(
      Forwarding forwarding, HttpClientResponse upstream, UpstreamAttempt attempt) {
    HttpServerRequest request = forwarding.request();
    return new TimeLimit(timers, forwarding.remaining())
        .of(upstream.end(), late -> {})
        .compose(end -> {
          status(request, upstream);
          ResponseHeaders.copy(upstream.headers(), request.response().headers());
          return request.response().end();
        })
        .onFailure(failure -> {
          if (failure instanceof TimeoutException) {
            attempt.discard(AnswerEnd.LATE);
          } else {
            failed(request, attempt);
          }
        });
  }

  private static void status(HttpServerRequest request, HttpClientResponse upstream) {
    HttpServerResponse response = request.response();
    response.setStatusCode(upstream.statusCode());
    if (request.version() != HttpVersion.HTTP_2 && upstream.statusCode() != 304) {
      // Vert.x knows a 304 only by its own reason: after any other it says a length, of zero.
      response.setStatusMessage(reason(upstream.statusMessage()));
    }
  }

  /** An exchange that is meant to last has no end that it could be late for. */
  private Cancellation deadline(
      Forwarding forwarding, HttpClientResponse upstream, UpstreamAttempt attempt) {
    if (attempt.isToLast(upstream)) {
      return () -> {};
    }
    return timers.after(
        forwarding.remaining(),
        () -> {
          attempt.discard(AnswerEnd.LATE);
          breakOff(forwarding.request(), AnswerEnd.LATE);
        });
  }

  /** The reason has no meaning but for people; one that nobody may send is left out. */
  private static String reason(@Nullable String said) {
    return said == null || said.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)
        ? ""
        : said;
  }

  /** By the client's doing, unless it has ended before, for another reason. */
  private static void failed(HttpServerRequest request, UpstreamAttempt attempt) {
    attempt.discard(AnswerEnd.CLIENT_GONE);
    attempt.end().onSuccess(end -> breakOff(request, end));
  }

  private static void breakOff(HttpServerRequest request, AnswerEnd why) {
    if (why != AnswerEnd.CLIENT_GONE) {
      Exchange.current().ifPresent(exchange -> exchange.failed(why.errorType()));
    }
    BrokenAnswer.breakOff(request);
  }

  private static boolean hasNoContent(HttpServerRequest request, int status) {
    return request.method().equals(HttpMethod.HEAD) || status == 204 || status == 304;
  }
}
