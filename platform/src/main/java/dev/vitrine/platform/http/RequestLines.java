package dev.vitrine.platform.http;

import io.netty.buffer.ByteBuf;

/**
 * Follows the lines of the requests on an HTTP/1 connection (RFC 9112), however they are split over
 * buffers, and says whether one of a head or of trailers begins with white space. Content is
 * skipped, not looked at. It only follows: what a head means, and which length its content has, it
 * is told by whoever understands it.
 */
final class RequestLines {
  private static final byte LF = '\n';
  private static final byte CR = '\r';

  /** A chunk that nobody has. */
  private static final long LONGEST_CHUNK = Integer.MAX_VALUE;

  private State state = State.BEFORE;
  private boolean folded;
  // Of the line that is being read: its first byte, and how many there were, without the LF.
  private byte first;
  private long length;
  // Of content or a chunk: how many bytes are to come.
  private long left;
  private int digits;
  private boolean sizeEnded;

  private enum State {
    /** Between two requests, where empty lines are skipped. */
    BEFORE,
    REQUEST_LINE,
    FIELDS,
    /** A head has been read, and nobody has said what follows. */
    HEAD_ENDED,
    CONTENT,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_ENDED,
    TRAILERS,
    /** What comes is none of our business. */
    OVER
  }

  /**
   * Reads on, to the end of a head, or of a message, or of the bytes.
   *
   * @return the index after the last byte that was read; the reader index stays
   */
  int read(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end && state != State.HEAD_ENDED) {
      State before = state;
      at = step(bytes, at, end);
      boolean messageEnded = state == State.BEFORE && before != State.BEFORE;
      if (messageEnded) {
        break;
      }
    }
    return at;
  }

  /** Whether a head has been read, of which nobody has said yet what follows. */
  boolean headEnded() {
    return state == State.HEAD_ENDED;
  }

  /** Whether a message is over, and no byte of another has come. */
  boolean betweenMessages() {
    return state == State.BEFORE;
  }

  /** After the head comes content of a known length, which may be 0. */
  void contentFollows(long bytes) {
    left = bytes;
    state = bytes == 0 ? State.BEFORE : State.CONTENT;
  }

  /** After the head come chunks. */
  void chunksFollow() {
    chunk();
  }

  /** Nothing that comes is a request any more, or it is not known where one begins. */
  void giveUp() {
    state = State.OVER;
  }

  /** Whether there was a folded line since this was last asked. */
  boolean takeFolded() {
    boolean was = folded;
    folded = false;
    return was;
  }

  private int step(ByteBuf bytes, int at, int end) {
    return switch (state) {
      case BEFORE -> skipBlank(bytes, at, end);
      case REQUEST_LINE -> line(bytes, at, end, State.FIELDS, State.FIELDS);
      case FIELDS -> line(bytes, at, end, State.FIELDS, State.HEAD_ENDED);
      case CONTENT -> skip(at, end, State.BEFORE);
      case CHUNK_SIZE -> size(bytes, at, end);
      case CHUNK -> skip(at, end, State.CHUNK_ENDED);
      case CHUNK_ENDED -> line(bytes, at, end, State.CHUNK_SIZE, State.CHUNK_SIZE);
      case TRAILERS -> line(bytes, at, end, State.TRAILERS, State.BEFORE);
      case HEAD_ENDED, OVER -> end;
    };
  }

  /** As the decoder does: any control character and space before a request. */
  private int skipBlank(ByteBuf bytes, int at, int end) {
    for (int i = at; i < end; i++) {
      int b = bytes.getUnsignedByte(i);
      if (b > ' ' && b != 0x7f) {
        state = State.REQUEST_LINE;
        return i;
      }
    }
    return end;
  }

  /** Reads a line, or a part of it. */
  private int line(ByteBuf bytes, int at, int end, State next, State afterEmpty) {
    int lf = bytes.indexOf(at, end, LF);
    int stop = lf < 0 ? end : lf;
    if (length == 0 && stop > at) {
      first = bytes.getByte(at);
    }
    length += stop - at;
    if (lf < 0) {
      return end;
    }
    boolean empty = length == 0 || (length == 1 && first == CR);
    boolean field = state == State.FIELDS || state == State.TRAILERS;
    folded |= field && length > 0 && (first == ' ' || first == '\t');
    length = 0;
    state = empty ? afterEmpty : next;
    if (state == State.CHUNK_SIZE) {
      chunk();
    }
    return lf + 1;
  }

  private int skip(int at, int end, State next) {
    int skipped = (int) Math.min(left, end - at);
    left -= skipped;
    if (left == 0) {
      state = next;
    }
    return at + skipped;
  }

  private void chunk() {
    state = State.CHUNK_SIZE;
    left = 0;
    digits = 0;
    sizeEnded = false;
  }

  /** Hexadecimal digits, and whatever follows them in the line. */
  private int size(ByteBuf bytes, int at, int end) {
    for (int i = at; i < end; i++) {
      byte b = bytes.getByte(i);
      if (b == LF) {
        endOfSize();
        return i + 1;
      }
      int digit = Character.digit(b, 16);
      boolean leading = digits == 0 && (b == ' ' || b == '\t');
      if (!sizeEnded && digit >= 0) {
        left = Math.min(left * 16 + digit, LONGEST_CHUNK + 1);
        digits++;
      } else {
        sizeEnded |= !leading;
      }
    }
    return end;
  }

  private void endOfSize() {
    if (digits == 0 || left > LONGEST_CHUNK) {
      giveUp(); // the decoder refuses it
    } else {
      state = left == 0 ? State.TRAILERS : State.CHUNK;
    }
  }
}
