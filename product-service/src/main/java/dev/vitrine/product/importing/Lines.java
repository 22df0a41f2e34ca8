package dev.vitrine.product.importing;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines, which end with LF or CR LF, or with the stream. Lines of white
 * space alone are counted and passed over. Never holds more than the longest line that is allowed.
 * For one thread.
 */
final class Lines {
  private final int longest;
  private final Consumer<Line> sink;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number = 1;
  private boolean tooLong;

  /**
   * @param longest bytes of a line, without its end
   */
  Lines(int longest, Consumer<Line> sink) {
    this.longest = longest;
    this.sink = sink;
  }

  /** Takes the next bytes, and gives out the lines that end in them. */
  void add(Buffer chunk) {
    byte[] bytes = chunk.getBytes();
    int from = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n') {
        collect(bytes, from, at);
        giveOut();
        from = at + 1;
      }
    }
    collect(bytes, from, bytes.length);
  }

  /** Gives out the last line, where it has no end of its own. */
  void end() {
    giveOut();
  }

  private void collect(byte[] bytes, int from, int to) {
    if (line.size() + (to - from) > longest) {
      tooLong = true;
      line.reset();
    } else if (!tooLong) {
      line.write(bytes, from, to - from);
    }
  }

  private void giveOut() {
    if (tooLong) {
      sink.accept(new Line.TooLong(number));
    } else {
      Buffer content = Buffer.buffer(line.toByteArray());
      if (!isBlank(content)) {
        sink.accept(new Line.Whole(number, content));
      }
    }
    line.reset();
    tooLong = false;
    number++;
  }

  private static boolean isBlank(Buffer content) {
    for (int i = 0; i < content.length(); i++) {
      byte b = content.getByte(i);
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
