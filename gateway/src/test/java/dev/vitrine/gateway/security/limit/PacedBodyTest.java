package dev.vitrine.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.platform.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.Router;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacedBodyTest {
  private static final EdgeLimitsConfig LIMITS =
      new EdgeLimitsConfig(100, Duration.ofSeconds(10), 100_000, Duration.ofMillis(200), 10);

  @Test
  void answersAClientThatSendsTooSlowlyWith408() throws Exception {
    try (EdgeServer server = EdgeServer.with(this::reader);
        Socket client = server.client().connect()) {
      OutputStream out = client.getOutputStream();
      out.write(
          "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nslow"
              .getBytes(StandardCharsets.US_ASCII));

      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer)
          .startsWith("HTTP/1.1 408 ")
          .contains("urn:vitrine:problem:request-timeout");
    }
  }

  @Test
  void leavesAFastClientAlone() throws Exception {
    try (EdgeServer server = EdgeServer.with(this::reader)) {
      String body = "x".repeat(100_000);

      assertThat(server.client().send("POST", "/a", BodyPublishers.ofString(body)).body())
          .isEqualTo("100000");
    }
  }

  private void reader(Router router) {
    router
        .route("/a")
        .handler(ctx -> {
          Counter counter = new Counter();
          PacedBody.of(ctx.vertx(), ctx.request(), LIMITS)
              .pipe()
              .endOnFailure(false)
              .to(counter)
              .onSuccess(end -> ctx.response().end(Long.toString(counter.bytes)))
              .onFailure(
                  slow -> ctx.fail(Problem.ofStatus(408).with("Connection", "close").asException()))
              .onFailure(slow -> ctx.request().connection().close());
        });
  }

  /** Somewhere to write to. */
  private static final class Counter implements WriteStream<Buffer> {
    private long bytes;

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
      return this;
    }

    @Override
    public Future<Void> write(Buffer data) {
      bytes += data.length();
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
      return Future.succeededFuture();
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
      return this;
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
      return this;
    }
  }
}
