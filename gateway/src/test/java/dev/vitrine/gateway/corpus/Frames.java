package dev.vitrine.gateway.corpus;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the frames of HTTP/2 that a text says. Its blocks are separated by empty lines. The first
 * line of a block names the frame, its flags and its stream (1 where it is not said): {@code
 * HEADERS END_STREAM stream=3}. Further lines are fields, or the content. {@code times=100} repeats
 * the block, on a new stream each time where it is one of HEADERS; {@code +RST_STREAM} resets the
 * stream at once. {@code 100 * x: 1} is a field a hundred times.
 */
public final class Frames {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  static final int CONTINUATION = 9;
  public static final int END_STREAM = 1;
  public static final int ACK = 1;
  static final int END_HEADERS = 4;
  static final int PADDED = 8;
  static final int PRIORITY = 32;

  private static final List<String> TYPES =
      List.of(
          "DATA",
          "HEADERS",
          "PRIORITY",
          "RST_STREAM",
          "SETTINGS",
          "PUSH_PROMISE",
          "PING",
          "GOAWAY",
          "WINDOW_UPDATE",
          "CONTINUATION",
          "UNKNOWN");
  private static final List<String> CODES =
      List.of(
          "NO_ERROR",
          "PROTOCOL_ERROR",
          "INTERNAL_ERROR",
          "FLOW_CONTROL_ERROR",
          "SETTINGS_TIMEOUT",
          "STREAM_CLOSED",
          "FRAME_SIZE_ERROR",
          "REFUSED_STREAM",
          "CANCEL",
          "COMPRESSION_ERROR",
          "CONNECT_ERROR",
          "ENHANCE_YOUR_CALM",
          "INADEQUATE_SECURITY",
          "HTTP_1_1_REQUIRED");
  private static final Pattern OPTION = Pattern.compile("(stream|times|code)=(\\w+)");

  private static final Pattern REPEATED = Pattern.compile("(\\d+) \\* (.*)");

  /** What a client begins with (RFC 9113, section 3.4). */
  public static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final Http2HeadersEncoder encoder =
      new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, false);
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Integer> streams = new ArrayList<>();

  /** The name of an error code. */
  public static String code(int code) {
    return code >= 0 && code < CODES.size() ? CODES.get(code) : Integer.toString(code);
  }

  /** The payload of a frame without padding and priority. */
  public static byte[] plain(int type, int flags, byte[] payload) {
    if (type > HEADERS) {
      return payload;
    }
    boolean padded = (flags & PADDED) != 0;
    int from = (padded ? 1 : 0) + (type == HEADERS && (flags & PRIORITY) != 0 ? 5 : 0);
    return Arrays.copyOfRange(payload, from, payload.length - (padded ? payload[0] & 0xff : 0));
  }

  /** Adds the frames of a text. */
  public Frames add(String text) {
    for (String block : text.strip().split("\n\n", -1)) {
      int end = block.indexOf('\n');
      add(end < 0 ? block : block.substring(0, end), end < 0 ? "" : block.substring(end + 1));
    }
    return this;
  }

  /**
   * Adds the word that no stream beyond {@code last} is, or will be, processed (RFC 9113, section
   * 6.8).
   *
   * @param code the name of an error code
   */
  public Frames addGoAway(int last, String code) {
    byte[] payload = ByteBuffer.allocate(8).putInt(last).putInt(CODES.indexOf(code)).array();
    return frame(GOAWAY, 0, 0, payload);
  }

  /** Adds a plain request on a stream that was not used. */
  Frames addGet(int stream, String path) {
    return add(
        "HEADERS END_STREAM stream=%d\n:method: GET\n:scheme: http\n:path: %s\n:authority: shop.example"
            .formatted(stream, path));
  }

  /** The streams that were opened. */
  List<Integer> streams() {
    return List.copyOf(streams);
  }

  /** What was added; from now on there is nothing. */
  public byte[] take() {
    byte[] bytes = out.toByteArray();
    out.reset();
    return bytes;
  }

  /** Adds one frame. */
  public Frames frame(int type, int flags, int stream, byte[] payload) {
    ByteBuffer head = ByteBuffer.allocate(9);
    head.putInt(payload.length << 8 | type).put((byte) flags).putInt(stream);
    out.writeBytes(head.array());
    out.writeBytes(payload);
    return this;
  }

  private void add(String head, String rest) {
    int stream = 1;
    int times = 1;
    int code = CODES.indexOf("CANCEL");
    Matcher option = OPTION.matcher(head);
    while (option.find()) {
      switch (option.group(1)) {
        case "stream" -> stream = Integer.parseInt(option.group(2));
        case "times" -> times = Integer.parseInt(option.group(2));
        default -> code = CODES.indexOf(option.group(2));
      }
    }
    List<String> words = List.of(head.split(" ", -1));
    int flags = words.contains("END_STREAM") || words.contains("ACK") ? 1 : 0;
    int type = TYPES.indexOf(words.getFirst());
    if ((type == HEADERS && !words.contains("NO_END_HEADERS"))
        || (type == CONTINUATION && words.contains("END_HEADERS"))) {
      flags |= END_HEADERS;
    }
    for (int i = 0; i < times; i++) {
      int id = type == HEADERS ? stream + 2 * i : stream;
      frame(type, flags, idOf(type, id), payload(type, id, code, rest));
      if (type == HEADERS && !streams.contains(id)) {
        streams.add(id);
      }
      if (words.contains("+RST_STREAM")) {
        frame(RST_STREAM, 0, id, number(code));
      }
    }
  }

  private static int idOf(int type, int stream) {
    return type == SETTINGS || type == PING || type == GOAWAY ? 0 : stream;
  }

  private byte[] payload(int type, int stream, int code, String rest) {
    return switch (TYPES.get(type)) {
      case "HEADERS", "CONTINUATION" -> block(stream, rest);
      case "RST_STREAM" -> number(code);
      case "PING" -> new byte[8];
      case "WINDOW_UPDATE" -> number(Integer.parseInt(rest.strip()));
      default -> Wire.bytes(rest);
    };
  }

  private byte[] block(int stream, String lines) {
    ByteBuf block = Unpooled.buffer();
    lines
        .lines()
        .forEach(line -> {
          Matcher repeated = REPEATED.matcher(line);
          boolean once = !repeated.matches();
          String field = Wire.string(once ? line : repeated.group(2));
          for (int i = once ? 1 : Integer.parseInt(repeated.group(1)); i > 0; i--) {
            encode(stream, field, block);
          }
        });
    byte[] bytes = new byte[block.readableBytes()];
    block.readBytes(bytes);
    return bytes;
  }

  /** One by one, as several would be put into a better order. */
  private void encode(int stream, String field, ByteBuf into) {
    int colon = field.indexOf(':', 1);
    String value = field.substring(colon + 1).replaceFirst("^ ", "");
    try {
      Http2Headers headers = new DefaultHttp2Headers(false).add(field.substring(0, colon), value);
      encoder.encodeHeaders(stream, headers, into);
    } catch (Http2Exception tooLarge) {
      throw new IllegalArgumentException(tooLarge);
    }
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }
}
