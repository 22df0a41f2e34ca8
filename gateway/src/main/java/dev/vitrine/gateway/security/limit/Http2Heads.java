package dev.vitrine.gateway.security.limit;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Follows what a client sends, frame by frame (RFC 9113, section 4.1), however it is split over
 * buffers, and says whether it is in the middle of a head. Looks at the first nine bytes of each
 * frame, and at no payload.
 */
final class Http2Heads {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int FRAME_HEADER = 9;
  private static final int TYPE = 3;
  private static final int FLAGS = 4;
  private static final byte HEADERS = 1;
  private static final byte CONTINUATION = 9;
  private static final byte END_HEADERS = 4;

  private final byte[] header = new byte[FRAME_HEADER];
  private int prefaceRead;
  private boolean http2 = true;
  private int headerRead;
  private int payloadLeft;
  private boolean headOpen;
  private long heads;

  /** Reads all of the bytes; the reader index stays. */
  void read(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end && http2) {
      if (prefaceRead < PREFACE.length) {
        http2 = bytes.getByte(at++) == PREFACE[prefaceRead++];
      } else if (payloadLeft > 0) {
        int skipped = Math.min(payloadLeft, end - at);
        at += skipped;
        payloadLeft -= skipped;
        endFrame();
      } else {
        header[headerRead++] = bytes.getByte(at++);
        if (headerRead == FRAME_HEADER) {
          beginFrame();
        }
      }
    }
  }

  private void beginFrame() {
    payloadLeft = ((header[0] & 0xff) << 16) | ((header[1] & 0xff) << 8) | (header[2] & 0xff);
    headOpen |= header[TYPE] == HEADERS;
    endFrame();
  }

  private void endFrame() {
    if (payloadLeft > 0) {
      return;
    }
    headerRead = 0;
    boolean ofHead = header[TYPE] == HEADERS || header[TYPE] == CONTINUATION;
    if (headOpen && ofHead && (header[FLAGS] & END_HEADERS) != 0) {
      headOpen = false;
      heads++;
    }
  }

  /** Whether it can still be HTTP/2; if not, nothing else is known. */
  boolean isHttp2() {
    return http2;
  }

  /** Whether a head has begun and not ended, or a frame that may be one has no whole header yet. */
  boolean inHead() {
    return headOpen || (headerRead > 0 && headerRead < FRAME_HEADER);
  }

  /** How many heads have come to their ends. */
  long heads() {
    return heads;
  }
}
