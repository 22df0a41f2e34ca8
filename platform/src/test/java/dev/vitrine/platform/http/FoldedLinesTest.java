package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedLinesTest {
  /** One connection: content and chunks have lines that begin with a space, some heads too. */
  private static final String REQUESTS =
      String.join(
          "",
          "POST /a HTTP/1.1\r\nContent-Length: 10\r\n\r\n x\r\n y\r\n\r\n",
          "POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
          "5;x=1\r\n\n a\n \r\nA\r\n0123456789\r\n0\r\nT: 1\r\n\r\n",
          "GET /c HTTP/1.1\r\n\r\n",
          "\r\nGET /d HTTP/1.1\r\nX: 1\r\n 2\r\n\r\n",
          "GET /e HTTP/1.1\r\nX: 1\r\n\r\n",
          "POST /f HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n\n\r\n0\r\nT: 1\r\n\t2\r\n\r\n",
          "GET /g HTTP/1.1\r\nX: 1\r\n\t\r\n\r\n",
          "GET /h HTTP/1.1\r\n\r\n");

  private static final List<String> HEARD =
      List.of("/a", "/b", "/c", "/d folded", "/e", "/f", "folded trailers", "/g folded", "/h");

  @Test
  void findsTheFoldedOnesWhereverTheBytesAreSplit() {
    for (int at = 0; at <= REQUESTS.length(); at++) {
      List<String> heard = heard(REQUESTS.substring(0, at), REQUESTS.substring(at));

      assertThat(heard).as("split at %d", at).isEqualTo(HEARD);
    }
  }

  @Test
  void findsThemByteByByte() {
    assertThat(heard(REQUESTS.split(""))).isEqualTo(HEARD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /a HTTP/1.1\\r\\nX: 1\\r\\n 2\\r\\n\\r\\n       | /a folded",
        "GET /a HTTP/1.1\\r\\n X: 1\\r\\n\\r\\n             | /a folded",
        "GET /a HTTP/1.1\\r\\nX: 1\\r\\n \\r\\n\\r\\n        | /a folded",
        "GET /a HTTP/1.1\\r\\nX: \\r\\n\\r\\n               | /a",
        "GET /a HTTP/1.1\\r\\nX: 1\\r\\n\\r\\n\\r\\nGET /b HTTP/1.1\\r\\n\\r\\n | /a /b",
      })
  void takesAsFoldedWhatBeginsWithWhiteSpaceInAHead(String request, String expected) {
    List<String> heard = heard(request.replace("\\r", "\r").replace("\\n", "\n"));

    assertThat(String.join(" ", heard)).isEqualTo(expected);
  }

  /** What the decoder has made of these pieces, and what was said of it. */
  private static List<String> heard(String... pieces) {
    EmbeddedChannel channel = new EmbeddedChannel();
    Listener listener = new Listener();
    channel.pipeline().addLast("httpDecoder", new HttpRequestDecoder());
    listener.folded = FoldedLines.of(channel.pipeline(), "none");
    channel.pipeline().addLast(listener);
    List<ByteBuf> sent = new ArrayList<>();
    for (String piece : pieces) {
      ByteBuf bytes = Unpooled.copiedBuffer(piece, StandardCharsets.US_ASCII);
      sent.add(bytes);
      channel.writeInbound(bytes);
    }
    channel.finishAndReleaseAll();
    assertThat(sent).allMatch(bytes -> bytes.refCnt() == 0 || bytes.capacity() == 0);
    return listener.heard;
  }

  private static final class Listener extends ChannelInboundHandlerAdapter {
    private final List<String> heard = new ArrayList<>();
    private FoldedLines folded = new FoldedLines();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        heard.add(request.uri() + (folded.begun(request) ? " folded" : ""));
      }
      if (message instanceof LastHttpContent && folded.ended()) {
        heard.add("folded trailers");
      }
      ReferenceCountUtil.release(message);
    }
  }
}
