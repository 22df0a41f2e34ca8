package dev.vitrine.gateway.security.limit;

import dev.vitrine.gateway.time.EventLoop;
import dev.vitrine.platform.time.Timers.Cancellation;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request's content, which fails once it comes too slowly while it is asked for. Holds none of
 * it. For the event loop of its request.
 */
public final class PacedBody implements ReadStream<Buffer> {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final ReadStream<Buffer> body;
  private final BodyRate rate;
  private final EventLoop loop;
  private final Duration between;
  private @Nullable Cancellation timer;
  private boolean wanted;
  private @Nullable Handler<Throwable> failed;

  private PacedBody(EventLoop loop, ReadStream<Buffer> body, BodyRate rate, Duration between) {
    this.loop = loop;
    this.body = body;
    this.rate = rate;
    this.between = between;
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
      EventLoop loop, ReadStream<Buffer> body, EdgeLimitsConfig config) {
    if (config.minBodyRate() == 0) {
      return body;
    }
    BodyRate rate = new BodyRate(config.minBodyRate(), config.bodyGrace().toNanos());
    Duration grace = config.bodyGrace();
    return new PacedBody(loop, body, rate, LOOK.compareTo(grace) < 0 ? LOOK : grace);
  }

  /** Looks for as long as somebody waits, and no longer: what is given up has no timer. */
  private void look() {
    timer = null;
    if (!wanted) {
      return;
    }
    if (failed != null && rate.isTooSlow(loop.nanoTime())) {
      unwanted();
      failed.handle(new TooSlowException());
    } else {
      watch();
    }
  }

  private void watch() {
    if (timer == null) {
      timer = loop.after(between, this::look);
    }
  }

  private void wanted() {
    wanted = true;
    rate.wanted(loop.nanoTime());
    watch();
  }

  private void unwanted() {
    wanted = false;
    rate.unwanted(loop.nanoTime());
  }

  /** There is no more: until it was due, a timer would hold all of the request. */
  private void over() {
    unwanted();
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
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
              over();
              handler.handle(failure);
            });
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
    body.endHandler(end -> {
      over();
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
