package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.lifecycle.ServiceRouter;
import dev.vitrine.platform.testing.RunningService;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.ext.web.Router;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictHttp2Test {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PRIORITY = 32;

  /** Of what a head begins with that has that flag (RFC 7540, section 6.2). */
  private static final int PRIORITY_LENGTH = 5;

  private static RunningService service;

  private record Answer(String status, String type, String content) {}

  @BeforeAll
  static void start() throws Exception {
    service =
        RunningService.serving(vertx -> {
          Router router =
              ServiceRouter.create(vertx, "test", new Readiness(), bug -> Optional.empty());
          router.get("/a").handler(ctx -> ctx.end("for " + ctx.request().authority()));
          return router;
        });
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"other.example", "shop.example"})
  void refusesTwoHosts(String second) throws Exception {
    Answer answer = ask(request().add("host", List.of("shop.example", second)));

    assertThat(answer.status()).isEqualTo("400");
    assertThat(answer.type()).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other.example", "shop.example"})
  void refusesThemBesideAnAuthority(String authority) throws Exception {
    Answer answer =
        ask(
            request()
                .authority(authority)
                .add("host", List.of("shop.example", "shop.example", "shop.example")));

    assertThat(answer.status()).isEqualTo("400");
    assertThat(answer.type()).isEqualTo("application/problem+json");
  }

  @Test
  void takesOneHostForTheAuthority() throws Exception {
    Answer answer = ask(request().add("host", "shop.example"));

    assertThat(answer.status()).isEqualTo("200");
    assertThat(answer.content()).isEqualTo("for shop.example");
  }

  @Test
  void takesOneBesideAnEqualAuthority() throws Exception {
    Answer answer = ask(request().authority("shop.example").add("host", "shop.example"));

    assertThat(answer.status()).isEqualTo("200");
    assertThat(answer.content()).isEqualTo("for shop.example");
  }

  private static Http2Headers request() {
    return new DefaultHttp2Headers().method("GET").scheme("http").path("/a");
  }

  private static Answer ask(Http2Headers request) throws Exception {
    ByteBuf block = Unpooled.buffer();
    new DefaultHttp2HeadersEncoder().encodeHeaders(1, request, block);
    try (Socket socket = service.client().connect()) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
      write(out, SETTINGS, 0, 0, new byte[0]);
      write(out, HEADERS, END_STREAM | END_HEADERS, 1, ByteBufUtil.getBytes(block));
      out.flush();
      return read(new DataInputStream(socket.getInputStream()));
    }
  }

  private static void write(DataOutputStream out, int type, int flags, int stream, byte[] payload)
      throws Exception {
    out.writeInt(payload.length << 8 | type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload);
  }

  /** Up to the end of the stream; fails where the connection ends before. */
  private static Answer read(DataInputStream in) throws Exception {
    Http2Headers head = new DefaultHttp2Headers();
    StringBuilder content = new StringBuilder();
    boolean ended = false;
    while (!ended) {
      int lengthAndType = in.readInt();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(lengthAndType >>> 8);
      int type = lengthAndType & 0xff;
      if (type == HEADERS) {
        int from = (flags & PRIORITY) == 0 ? 0 : PRIORITY_LENGTH;
        ByteBuf block = Unpooled.wrappedBuffer(payload, from, payload.length - from);
        head = new DefaultHttp2HeadersDecoder().decodeHeaders(stream, block);
      } else if (type == DATA) {
        content.append(new String(payload, StandardCharsets.UTF_8));
      }
      ended = stream == 1 && type <= HEADERS && (flags & END_STREAM) != 0;
    }
    return new Answer(
        String.valueOf(head.status()),
        String.valueOf(head.get("content-type")),
        content.toString());
  }
}
