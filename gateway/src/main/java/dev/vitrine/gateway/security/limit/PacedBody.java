package dev.vitrine.gateway.security.limit;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A request's content, which fails once it comes too slowly while it is asked for. Holds none of
 * it. For the event loop of its request.
 */
public final class PacedBody implements ReadStream<Buffer> {
  private static final long LOOK_MILLIS = 1_000;

  private static final long NONE = -1;

  private final ReadStream<Buffer> body;
  private final BodyRate rate;
  private final Vertx vertx;
  private final long lookMillis;
  private long timer = NONE;
  private boolean wanted;
  private @Nullable Handler<Throwable> failed;

  private PacedBody(Vertx vertx, ReadStream<Buffer> body, BodyRate rate, long lookMillis) {
    this.vertx = vertx;
    this.body = body;
    this.rate = rate;
    this.lookMillis = lookMillis;
  }

  /** The content comes too slowly; the client is at fault: 408. */
  public static final class TooSlowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooSlowException() {
      super("content too slow", null, false, false);
    }
  }

  /**
   * The same content, watched; or itself, where it may be as slow as it likes.
   *
   * @param body paused
   */
  public static ReadStream<Buffer> of(
      Vertx vertx, ReadStream<Buffer> body, EdgeLimitsConfig config) {
    if (config.minBodyRate() == 0) {
      return body;
    }
    BodyRate rate = new BodyRate(config.minBodyRate(), config.bodyGrace().toNanos());
    long look = Math.min(LOOK_MILLIS, config.bodyGrace().toMillis());
    return new PacedBody(vertx, body, rate, look);
  }

  /** Looks for as long as somebody waits, and no longer: what is given up has no timer. */
  private void look() {
    timer = NONE;
    if (!wanted) {
      return;
    }
    if (failed != null && rate.isTooSlow(System.nanoTime())) {
      unwanted();
      failed.handle(new TooSlowException());
    } else {
      watch();
    }
  }

  private void watch() {
    if (timer == NONE) {
      timer = vertx.setTimer(lookMillis, tick -> look());
    }
  }

  private void wanted() {
    wanted = true;
    rate.wanted(System.nanoTime());
    watch();
  }

  private void unwanted() {
    wanted = false;
    rate.unwanted(System.nanoTime());
  }

  @Override
  public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
    if (handler == null) {
      unwanted();
      body.handler(null);
      return this;
    }
    body.handler(chunk -> {
      rate.received(chunk.length());
      handler.handle(chunk);
    });
    return this;
  }

  @Override
  public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    failed = handler;
    body.exceptionHandler(
        handler == null
            ? null
            : failure -> {
              unwanted();
              handler.handle(failure);
            });
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
    body.endHandler(end -> {
      unwanted();
      if (handler != null) {
        handler.handle(null);
      }
    });
    return this;
  }

  @Override
  public ReadStream<Buffer> pause() {
    unwanted();
    body.pause();
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    wanted();
    body.resume();
    return this;
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    wanted();
    body.fetch(amount);
    return this;
  }
}
