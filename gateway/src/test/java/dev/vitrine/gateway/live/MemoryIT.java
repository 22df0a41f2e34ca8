package dev.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.security.EdgeServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.streams.WriteStream;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How much memory the gateway's process holds while much flows through it, or nothing can. */
@ExtendWith(VertxExtension.class)
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class MemoryIT {
  private static final long MIB = 1024 * 1024;
  private static final long GIB = 1024 * MIB;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Buffer PIECE = Buffer.buffer(new byte[64 * 1024]);

  @TempDir Path folder;

  private final AtomicLong sentByUpstream = new AtomicLong();
  private final AtomicLong largest = new AtomicLong();

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void acceptance10_holdsNoMoreWhateverFlowsOrStalls() throws Exception {
    try (EdgeServer upstream =
            EdgeServer.with(router -> router.route().handler(ctx -> serve(ctx.request())));
        JvmProcess gateway = Street.gateway(folder, before(upstream.port()))) {
      HttpClient client = vertx.createHttpClient();
      // What the JVM takes once for all: classes, code, the first buffers.
      assertThat(upload(client, gateway, 64 * MIB)).isEqualTo(64 * MIB);
      assertThat(download(client, gateway, 64 * MIB)).isEqualTo(64 * MIB);
      long before = gateway.residentBytes();
      long watch = vertx.setPeriodic(100, tick -> measure(gateway));

      long up = upload(client, gateway, GIB);
      long down = download(client, gateway, GIB);
      long flood = floodAReaderWhoDoesNotRead(gateway);
      long counterflood = floodAnUpstreamThatDoesNotRead(gateway);
      vertx.cancelTimer(watch);

      assertThat(up).isEqualTo(GIB);
      assertThat(down).isEqualTo(GIB);
      assertThat(flood).as("stopped by the reader").isBetween(1L, 64 * MIB);
      assertThat(counterflood).as("stopped by the upstream").isBetween(1L, 64 * MIB);
      assertThat(largest.get() - before).as("growth").isLessThan(64 * MIB);
      client.close().await(10, TimeUnit.SECONDS);
    }
  }

  private static Map<String, String> before(int port) {
    return Map.of(
        "VITRINE_UPSTREAMS",
        "{a: {endpoints: [{address: '127.0.0.1:%d'}]}}".formatted(port),
        "VITRINE_ROUTES",
        "[{path: /a, upstream: a, streaming: true, max-body: 2147483648}]");
  }

  private void measure(JvmProcess gateway) {
    try {
      largest.accumulateAndGet(gateway.residentBytes(), Math::max);
    } catch (java.io.IOException ended) {
      throw new java.io.UncheckedIOException(ended);
    }
  }

  /** Takes whatever comes, or sends as much as is asked for; a WebSocket floods, or stalls. */
  private void serve(HttpServerRequest request) {
    switch (request.path()) {
      case "/a/flood" ->
          request
              .toWebSocket()
              .onSuccess(socket -> {
                socket.handler(any -> {});
                pour(socket, GIB, sentByUpstream);
              });
      case "/a/stall" -> request.toWebSocket().onSuccess(WebSocketBase::pause);
      case "/a/down" -> {
        request.response().setChunked(true);
        pour(request.response(), Long.parseLong(request.getParam("bytes")), new AtomicLong())
            .onSuccess(all -> request.response().end());
      }
      default -> {
        AtomicLong received = new AtomicLong();
        request.handler(piece -> received.addAndGet(piece.length()));
        request.endHandler(end -> request.response().end(received.toString()));
      }
    }
  }

  private static long upload(HttpClient client, JvmProcess gateway, long bytes) throws Exception {
    return client
        .request(HttpMethod.PUT, gateway.port(), "127.0.0.1", "/a/up")
        .compose(request -> {
          request.setChunked(true);
          pour(request, bytes, new AtomicLong()).onSuccess(all -> request.end());
          return request.response();
        })
        .compose(response -> response.body())
        .map(body -> Long.parseLong(body.toString()))
        .await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static long download(HttpClient client, JvmProcess gateway, long bytes) throws Exception {
    AtomicLong received = new AtomicLong();
    return client
        .request(HttpMethod.GET, gateway.port(), "127.0.0.1", "/a/down?bytes=" + bytes)
        .compose(HttpClientRequest::send)
        .compose(response -> {
          response.handler(piece -> received.addAndGet(piece.length()));
          return response.end();
        })
        .map(end -> received.get())
        .await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Returns what the upstream could send before it could send nothing more. */
  private long floodAReaderWhoDoesNotRead(JvmProcess gateway) throws Exception {
    WebSocketClient client = vertx.createWebSocketClient();
    client
        .connect(options(gateway, "/a/flood"))
        .onSuccess(WebSocketBase::pause)
        .await(10, TimeUnit.SECONDS);
    awaitStanding(sentByUpstream);
    client.close();
    return sentByUpstream.get();
  }

  /** Returns what the client could send before it could send nothing more. */
  private static long floodAnUpstreamThatDoesNotRead(JvmProcess gateway) throws Exception {
    AtomicLong sent = new AtomicLong();
    WebSocketClient client = vertx.createWebSocketClient();
    client
        .connect(options(gateway, "/a/stall"))
        .onSuccess(open -> pour(open, GIB, sent))
        .await(10, TimeUnit.SECONDS);
    awaitStanding(sent);
    client.close();
    return sent.get();
  }

  private static void awaitStanding(AtomicLong sent) {
    AtomicLong before = new AtomicLong(-1);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
  }

  private static WebSocketConnectOptions options(JvmProcess gateway, String path) {
    return new WebSocketConnectOptions().setHost("127.0.0.1").setPort(gateway.port()).setURI(path);
  }

  /** Writes so many bytes, as fast as they are taken. */
  private static Future<Void> pour(WriteStream<Buffer> into, long bytes, AtomicLong written) {
    Promise<Void> all = Promise.promise();
    pour(into, bytes, written, all);
    return all.future();
  }

  private static void pour(
      WriteStream<Buffer> into, long bytes, AtomicLong written, Promise<Void> all) {
    while (written.get() < bytes && !into.writeQueueFull()) {
      into.write(PIECE);
      written.addAndGet(PIECE.length());
    }
    if (written.get() < bytes) {
      into.drainHandler(drained -> pour(into, bytes, written, all));
    } else {
      all.complete();
    }
  }
}
