package dev.vitrine.gateway.proxy;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/** A request's content, which fails once it is longer than allowed. Never holds any of it. */
final class LimitedBody implements ReadStream<Buffer> {
  private final ReadStream<Buffer> body;
  private final long most;
  private long seen;
  private @Nullable Handler<Throwable> failed;

  LimitedBody(ReadStream<Buffer> body, long most) {
    this.body = body;
    this.most = most;
  }

  /** The content is longer than the route takes. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException() {
      super("content too large", null, false, false);
    }
  }

  @Override
  public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
    if (handler == null) {
      body.handler(null);
      return this;
    }
    body.handler(chunk -> {
      seen += chunk.length();
      if (seen <= most) {
        handler.handle(chunk);
      } else if (failed != null) {
        failed.handle(new TooLargeException());
      }
    });
    return this;
  }

  @Override
  public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
    failed = handler;
    body.exceptionHandler(handler);
    return this;
  }

  @Override
  public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
    body.endHandler(
        handler == null
            ? null
            : end -> {
              if (seen <= most) {
                handler.handle(null);
              }
            });
    return this;
  }

  @Override
  public ReadStream<Buffer> pause() {
    body.pause();
    return this;
  }

  @Override
  public ReadStream<Buffer> resume() {
    body.resume();
    return this;
  }

  @Override
  public ReadStream<Buffer> fetch(long amount) {
    body.fetch(amount);
    return this;
  }
}
