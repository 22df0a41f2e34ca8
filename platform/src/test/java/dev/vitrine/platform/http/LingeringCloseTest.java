package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.RunningService;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection is closed whose client may still be sending. */
final class LingeringCloseTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new LingeringClose());

  LingeringCloseTest() {
    channel.freezeTime();
  }

  private static DefaultHttpRequest head() {
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/");
  }

  private void answer(int status, boolean sayingClose) {
    DefaultFullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    if (sayingClose) {
      answer.headers().set("Connection", "Close");
    }
    channel.writeOutbound(answer);
    channel.releaseOutbound();
  }

  private void close() {
    var _ = channel.pipeline().close();
  }

  private void passes(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void closesAtOnceWhereNothingIsOnItsWay() {
    channel.writeInbound(head(), LastHttpContent.EMPTY_LAST_CONTENT);

    close();

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void waitsForAClientWithinItsRequest() {
    channel.writeInbound(head());

    close();

    passes(1_999);
    assertThat(channel.isOpen()).isTrue();
    passes(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void doesNotWaitLongerForWhoeverSendsMoreOrIsClosedAgain() {
    channel.writeInbound(head());
    close();
    passes(1_999);

    channel.writeInbound(new DefaultHttpContent(Unpooled.copyInt(1)));
    close();

    passes(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void looksAtNothingThatComesMeanwhile() {
    channel.writeInbound(head());
    channel.releaseInbound();
    close();
    DefaultHttpContent late = new DefaultHttpContent(Unpooled.copyInt(1));

    channel.writeInbound(late, LastHttpContent.EMPTY_LAST_CONTENT, head());

    assertThat(channel.<Object>readInbound()).isNull();
    assertThat(late.refCnt()).isZero();
  }

  @Test
  void waitsAfterARequestWhoseEndIsNotKnown() {
    DefaultHttpRequest broken = head();
    broken.setDecoderResult(DecoderResult.failure(new IllegalArgumentException()));
    channel.writeInbound(broken, LastHttpContent.EMPTY_LAST_CONTENT);

    answer(400, true);

    passes(1_999);
    assertThat(channel.isOpen()).isTrue();
    passes(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void closesAfterAnAnswerThatSaysSo() {
    channel.writeInbound(head(), LastHttpContent.EMPTY_LAST_CONTENT);

    answer(200, true);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void looksAtNoRequestAfterTheLastAnswer() {
    channel.writeInbound(head());
    answer(200, true);
    channel.releaseInbound();

    channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT, head());

    assertThat(channel.<Object>readInbound()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /next HTTP/1.1\r\nHost: a\r\n\r\n", "GET /next\r\n\r\n"})
  void doesNothingForARequestThatWaitedBehindTheLastAnswer(String next) throws Exception {
    CompletableFuture<HttpServerRequest> first = new CompletableFuture<>();
    List<String> handled = new CopyOnWriteArrayList<>();
    Handler<HttpServerRequest> handler =
        request -> {
          handled.add(request.path());
          first.complete(request);
        };
    try (RunningService service = RunningService.serving(loop -> handler);
        Socket socket = service.client().connect()) {
      String request = "GET /first HTTP/1.1\r\nHost: a\r\n\r\n";
      socket.getOutputStream().write((request + next).getBytes(StandardCharsets.ISO_8859_1));

      HttpServerRequest asked = first.get(10, TimeUnit.SECONDS);
      asked.response().putHeader("Connection", "close").end("last");
      String answers =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(answers).startsWith("HTTP/1.1 200").endsWith("last");
      assertThat(handled).containsExactly("/first");
    }
  }

  @Test
  void staysOpenAfterAnyOther() {
    channel.writeInbound(head(), LastHttpContent.EMPTY_LAST_CONTENT);

    answer(103, true);
    answer(200, false);

    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void leavesWhatIsNoLongerHttpAlone() {
    channel.writeInbound(head());

    answer(101, false);
    close();

    assertThat(channel.isOpen()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G\u00e9T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\r\n\r\n",
        "POST /close HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n",
        "POST /none HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      })
  void givesTheAnswerToAClientThatGoesOnSending(String request) throws Exception {
    try (RunningService service = serving()) {
      for (int i = 0; i < 20; i++) {
        try (Socket socket = service.client().connect()) {
          socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
          goOnSending(socket.getOutputStream());

          String answer =
              new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

          assertThat(answer).startsWith("HTTP/1.").endsWith("}");
        }
      }
    }
  }

  private static RunningService serving() throws Exception {
    return RunningService.serving(vertx -> {
      Router router = Router.router(vertx);
      new ProblemHandler(bug -> Optional.empty()).mount(router);
      router
          .route("/close")
          .handler(
              ctx -> ctx.fail(Problem.ofStatus(413).with("Connection", "close").asException()));
      return router;
    });
  }

  private static void goOnSending(OutputStream out) throws IOException {
    for (int i = 0; i < 100; i++) {
      out.write(new byte[10_000]);
    }
  }
}
