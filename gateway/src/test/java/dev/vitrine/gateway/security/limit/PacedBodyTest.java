package dev.vitrine.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.time.VertxEventLoop;
import dev.vitrine.platform.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacedBodyTest {
  private static final EdgeLimitsConfig LIMITS =
      new EdgeLimitsConfig(100, Duration.ofSeconds(10), 100_000, Duration.ofMillis(200), 10);

  private final VirtualTime time = new VirtualTime();
  private final Content content = new Content();

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

  @Test
  void failsAContentThatDoesNotComeWhileItIsAskedFor() {
    List<Throwable> failures = new ArrayList<>();
    ReadStream<Buffer> body = paced().exceptionHandler(failures::add).resume();

    time.pass(LIMITS.bodyGrace());
    boolean early = !failures.isEmpty();
    time.pass(LIMITS.bodyGrace().multipliedBy(2));
    body.pause();

    assertThat(early).isFalse();
    assertThat(failures).hasSize(1).hasOnlyElementsOfType(PacedBody.TooSlowException.class);
    assertThat(time.waiting()).isZero();
  }

  /** It would hold all of the request until it was due. */
  @Test
  void hasNoTimerOnceItIsOver() {
    paced().endHandler(end -> {}).resume();
    int before = time.waiting();
    content.end();
    int ended = time.waiting();
    paced().exceptionHandler(failure -> {}).resume();
    content.fail();

    assertThat(before).isEqualTo(1);
    assertThat(ended).isZero();
    assertThat(time.waiting()).isZero();
  }

  private ReadStream<Buffer> paced() {
    return PacedBody.of(time, content, LIMITS);
  }

  private void reader(Router router) {
    router
        .route("/a")
        .handler(ctx -> {
          Counter counter = new Counter();
          PacedBody.of(new VertxEventLoop(ctx.vertx()), ctx.request(), LIMITS)
              .pipe()
              .endOnFailure(false)
              .to(counter)
              .onSuccess(end -> ctx.response().end(Long.toString(counter.bytes)))
              .onFailure(
                  slow -> ctx.fail(Problem.ofStatus(408).with("Connection", "close").asException()))
              .onFailure(slow -> ctx.request().connection().close());
        });
  }

  /** Of which nothing comes but the end that a test says. */
  private static final class Content implements ReadStream<Buffer> {
    private Handler<Void> ended = end -> {};
    private Handler<Throwable> failed = failure -> {};

    void end() {
      ended.handle(null);
    }

    void fail() {
      failed.handle(new IOException("broken off"));
    }

    @Override
    public ReadStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
      failed = Objects.requireNonNull(handler);
      return this;
    }

    @Override
    public ReadStream<Buffer> handler(@Nullable Handler<Buffer> handler) {
      return this;
    }

    @Override
    public ReadStream<Buffer> endHandler(@Nullable Handler<Void> handler) {
      ended = Objects.requireNonNull(handler);
      return this;
    }

    @Override
    public ReadStream<Buffer> pause() {
      return this;
    }

    @Override
    public ReadStream<Buffer> resume() {
      return this;
    }

    @Override
    public ReadStream<Buffer> fetch(long amount) {
      return this;
    }
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
