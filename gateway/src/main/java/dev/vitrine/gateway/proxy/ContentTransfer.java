package dev.vitrine.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request on its way from client to upstream, as fast as the upstream takes it. An
 * upstream may answer before it has all, and read no more: then the rest is of use to nobody.
 */
final class ContentTransfer {
  private final HttpClientRequest upstream;
  private final Future<Void> written;
  private @Nullable Pipe<Buffer> pipe;

  private ContentTransfer(HttpClientRequest upstream, Future<Void> written) {
    this.upstream = upstream;
    this.written = written;
  }

  /** Begins to send what follows the head, if anything does. */
  static ContentTransfer begin(
      HttpServerRequest request, HttpClientRequest upstream, long largestBody) {
    if (!RequestBody.isPresent(request)) {
      return new ContentTransfer(upstream, upstream.end());
    }
    if (RequestBody.expectsContinue(request)) {
      request.response().writeContinue();
    }
    if (!request.headers().contains("Content-Length")) {
      upstream.setChunked(true);
    }
    // Not ended on failure: half of the content must never look like the whole.
    Pipe<Buffer> pipe = new LimitedBody(request, largestBody).pipe().endOnFailure(false);
    Promise<Void> written = Promise.promise();
    ContentTransfer transfer = new ContentTransfer(upstream, written.future());
    transfer.pipe = pipe;
    pipe.to(upstream).onComplete(written);
    return transfer;
  }

  /** Completes when all is written; fails where the client breaks off, or sends too much. */
  Future<Void> written() {
    return written;
  }

  boolean isComplete() {
    return written.succeeded();
  }

  /**
   * Sends no more. The upstream connection cannot be used again, as its request has no end; and a
   * reset is not enough: after the answer, Vert.x would return it to the pool, where the next
   * request would be taken for the rest of this one.
   */
  void abandon() {
    if (pipe != null && !written.isComplete()) {
      pipe.close();
      if (upstream.version() == HttpVersion.HTTP_2) {
        upstream.reset();
      } else {
        upstream.connection().close();
      }
    }
  }
}
