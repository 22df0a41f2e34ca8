package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.security.limit.PacedBody;
import dev.vitrine.platform.http.MalformedContentException;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The content of a client's request, on its way to an upstream as fast as the upstream takes it.
 * What has been read is kept as long as it is little, so that another endpoint can be sent the
 * same. For the event loop of the request, which must be paused.
 */
final class RequestContent {
  private final HttpServerRequest request;
  private final UnaryOperator<ReadStream<Buffer>> pace;
  private final long largest;
  private int keepAtMost;
  private ReadStream<Buffer> body;
  private final List<Buffer> kept = new ArrayList<>();
  private long read;
  private boolean lost;
  private boolean begun;
  private boolean ended;
  private @Nullable Throwable fault;

  /** Whether it is known that there is some. */
  private boolean present;

  private @Nullable HttpClientRequest sink;

  /**
   * Whether the sink takes no more for now; of a connection that is closed it could not be asked.
   */
  private boolean full;

  private Promise<Void> written = Promise.promise();

  /**
   * @param pace makes the content fail where it comes too slowly
   * @param largest bytes that there may be
   * @param keepAtMost bytes that are kept
   */
  RequestContent(
      HttpServerRequest request,
      UnaryOperator<ReadStream<Buffer>> pace,
      long largest,
      int keepAtMost) {
    this.request = request;
    this.pace = pace;
    this.body = request;
    this.largest = largest;
    this.keepAtMost = keepAtMost;
    RequestBody.Presence presence = RequestBody.presence(request);
    this.ended = presence == RequestBody.Presence.NONE;
    this.present = presence == RequestBody.Presence.PRESENT;
    if (!ended) {
      // It may break off before anybody wants it.
      request.exceptionHandler(this::broken);
    }
  }

  /** The content is longer than the route takes. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException() {
      super("content too large", null, false, false);
    }
  }

  /** The client has broken off; not to be taken for an upstream that did. */
  static final class BrokenOffException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenOffException(Throwable cause) {
      super("broken off by the client", cause, false, false);
    }
  }

  /**
   * What the client has sent is not what HTTP/2 allows: such as another length than it has said.
   */
  static final class NotAllowedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAllowedException(Throwable cause) {
      super("not allowed in HTTP/2", cause, false, false);
    }
  }

  /** Whether it is known that there is none. */
  boolean isEmpty() {
    return ended && read == 0;
  }

  /** Has the head of {@code upstream} say that content follows, where that is known already. */
  void announceTo(HttpClientRequest upstream) {
    if (present && !isEmpty() && RequestBody.declaredLength(request).isEmpty()) {
      upstream.setChunked(true);
    }
  }

  /** Whether some of it was read, and the client has more. */
  boolean isUnderWay() {
    return begun && !ended;
  }

  /** Whether the upstream would take more, and the client has not sent it. */
  boolean isAwaited() {
    return isUnderWay() && sink != null && !full;
  }

  /** Whether all of it can be sent to another endpoint, whatever was sent to the last. */
  boolean isReplayable() {
    return !lost;
  }

  /**
   * Sends all of it, from its first byte; the head goes with it where that was not sent before.
   * Completes when its end is written; fails where the client breaks off, or sends too much. Only
   * one upstream at a time; where that was given up, {@link #detach} comes before the next.
   */
  Future<Void> sendTo(HttpClientRequest upstream) {
    written = Promise.promise();
    if (isEmpty()) {
      end(upstream);
      return written.future();
    }
    if (fault != null) {
      written.fail(fault);
      return written.future();
    }
    sink = upstream;
    kept.forEach(upstream::write);
    if (ended) {
      end(upstream);
    } else {
      begin();
      resumeWhenWritable(upstream);
    }
    return written.future();
  }

  /**
   * Sends the head ahead of content whose first byte has not come yet: whoever is asked may answer
   * by the head alone. Does nothing where that is not so, or another endpoint is asked by now.
   */
  void sendHeadAhead(HttpClientRequest upstream) {
    if (upstream.equals(sink) && awaitsFirstByte()) {
      present = true;
      announceTo(upstream);
      Promise<Void> told = written;
      upstream.sendHead().onFailure(told::tryFail);
    }
  }

  /** Whether it has begun to be read, and there is nothing yet. */
  boolean awaitsFirstByte() {
    return begun && read == 0 && !ended && fault == null;
  }

  /** What is read from now on will never be sent a second time. */
  void keepNoMore() {
    keepAtMost = 0;
  }

  /** Stops sending; what the client still sends waits. */
  void detach() {
    if (sink != null) {
      sink = null;
      if (!ended && fault == null) {
        body.pause();
      }
    }
  }

  private void end(HttpClientRequest upstream) {
    Promise<Void> told = written;
    upstream.end().onSuccess(told::tryComplete).onFailure(told::tryFail);
  }

  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    body = pace.apply(request);
    body.handler(this::received);
    body.endHandler(end -> {
      ended = true;
      if (sink != null && read <= largest) {
        end(sink);
      }
    });
    body.exceptionHandler(this::broken);
  }

  private void broken(Throwable failure) {
    fault = byTheClient(failure);
    written.tryFail(fault);
  }

  /** By a name that says so: the same exceptions come of upstreams, too. */
  private static Throwable byTheClient(Throwable failure) {
    return switch (failure) {
      case MalformedContentException malformed -> malformed;
      case PacedBody.TooSlowException slow -> slow;
      case Http2Exception notAllowed -> new NotAllowedException(notAllowed);
      default -> new BrokenOffException(failure);
    };
  }

  private void received(Buffer chunk) {
    read += chunk.length();
    if (!present) {
      present = true;
      if (sink != null) {
        announceTo(sink);
      }
    }
    if (read > largest) {
      lost = true;
      written.tryFail(new TooLargeException());
      return;
    }
    keep(chunk);
    if (sink == null) {
      return; // nobody wants the rest; it has been read only to get at the end
    }
    sink.write(chunk);
    if (sink.writeQueueFull()) {
      body.pause();
      resumeWhenWritable(sink);
    }
  }

  private void keep(Buffer chunk) {
    if (lost) {
      return;
    }
    if (read > keepAtMost) {
      lost = true;
      kept.clear();
    } else {
      kept.add(chunk);
    }
  }

  private void resumeWhenWritable(HttpClientRequest upstream) {
    full = upstream.writeQueueFull();
    if (!full) {
      body.resume();
      return;
    }
    upstream.drainHandler(drained -> {
      if (upstream.equals(sink)) {
        full = false;
        body.resume();
      }
    });
  }
}
