package dev.vitrine.gateway.security.limit;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request's content, which fails once it comes too slowly while it is asked for. Holds none of
 * it. For the event loop of its request.
 */
public final class PacedBody implements ReadStream<Buffer> {
  private static final long LOOK_MILLIS = 1_000;

  private final ReadStream<Buffer> body;
  private final BodyRate rate;
  private final LongSupplier nanoTime;
  private final Vertx vertx;
  private final long timer;
  private @Nullable Handler<Throwable> failed;

  private PacedBody(
      Vertx vertx, ReadStream<Buffer> body, BodyRate rate, LongSupplier nanoTime, long look) {
    this.vertx = vertx;
    this.body = body;
    this.rate = rate;
    this.nanoTime = nanoTime;
    this.timer = vertx.setPeriodic(look, tick -> look());
  }

  /** The content comes too slowly; the client is at fault: 408. */
  public static final class TooSlowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooSlowException() {
      super("content too slow", null, false, false);
    }
  }

  /** The same content, watched; or itself, where it may be as slow as it likes. */
  public static ReadStream<Buffer> of(
      Vertx vertx, ReadStream<Buffer> body, EdgeLimitsConfig config) {
    if (config.minBodyRate() == 0) {
      return body;
    }
    BodyRate rate = new BodyRate(config.minBodyRate(), config.bodyGrace().toNanos());
    long look = Math.min(LOOK_MILLIS, config.bodyGrace().toMillis());
    return new PacedBody(vertx, body, rate, System::nanoTime, look);
  }

  private void look() {
    if (failed != null && rate.isTooSlow(nanoTime.getAsLong())) {
      stop();
      failed.handle(new TooSlowException());
    }
  }

  private void stop() {
    vertx.cancelTimer(timer);
  }

  @Override
  public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
    if (handler == null) {
      stop();
      body.handler(null);
      return this;
    }
    rate.wanted(nanoTime.getAsLong());
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
              stop();
              handler.handle(failure);
            });
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
    body.endHandler(end -> {
      stop();
      if (handler != null) {
        handler.handle(null);
      }
    });
    return this;
  }

  @Override
  public ReadStream<Buffer> pause() {
    rate.unwanted(nanoTime.getAsLong());
    body.pause();
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    rate.wanted(nanoTime.getAsLong());
    body.resume();
    return this;
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    rate.wanted(nanoTime.getAsLong());
    body.fetch(amount);
    return this;
  }
}
