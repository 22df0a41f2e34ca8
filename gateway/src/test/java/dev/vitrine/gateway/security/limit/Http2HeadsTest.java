package dev.vitrine.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Http2HeadsTest {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  @Test
  void knowsWhereAHeadBeginsAndEndsWhateverTheSplit() {
    ByteBuf frames = Unpooled.copiedBuffer(PREFACE, StandardCharsets.US_ASCII);
    frame(frames, 4, 0, 12);
    int begun = frame(frames, 1, 1, 300);
    frame(frames, 9, 0, 0);
    int ended = frame(frames, 9, 4, 7) + 9 + 7;
    int data = frame(frames, 0, 1, 70_000);

    for (int at = 1; at <= frames.writerIndex(); at += at < data ? 1 : 1_000) {
      Http2Heads heads = new Http2Heads();
      heads.read(frames.slice(0, at / 2));
      heads.read(frames.slice(at / 2, at - at / 2));

      boolean inHeader = (at > data && at < data + 9) || (at > 24 && at < 33);
      assertThat(heads.inHead()).as("at %d", at).isEqualTo(inHeader || (at > begun && at < ended));
      assertThat(heads.heads()).as("at %d", at).isEqualTo(at < ended ? 0 : 1);
      assertThat(heads.isHttp2()).isTrue();
    }
  }

  @Test
  void looksNoFurtherWhereItIsAnotherProtocol() {
    Http2Heads heads = new Http2Heads();

    heads.read(Unpooled.copiedBuffer("PUT / HTTP/1.1\r\n", StandardCharsets.US_ASCII));

    assertThat(heads.isHttp2()).isFalse();
    assertThat(heads.inHead()).isFalse();
  }

  /** Returns where it begins. */
  private static int frame(ByteBuf frames, int type, int flags, int length) {
    int at = frames.writerIndex();
    frames.writeMedium(length).writeByte(type).writeByte(flags).writeInt(type == 4 ? 0 : 1);
    frames.writeZero(length);
    return at;
  }
}
