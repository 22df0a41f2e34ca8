package dev.vitrine.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames by hand: no client would send them so. */
class Http2HeadDeadlineTest {
  private static final Duration WITHIN = Duration.ofMillis(300);

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private static final String PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, "");

  /** A field of HPACK that is in no table: {@code x: y}. */
  private static final String FIELD = "\0\1x\1y";

  private GuardedServer server;

  @BeforeEach
  void start() throws Exception {
    server = GuardedServer.start(WITHIN, router -> {});
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void endsAConnectionWhoseHeadIsNotContinued() throws Exception {
    List<String> told = told(PREFACE + frame(HEADERS, END_STREAM, 1, head("/a")), "", 0);

    assertThat(told).last().isEqualTo("GOAWAY 11");
    assertThat(server.late()).isEqualTo(1);
  }

  @Test
  void endsAConnectionWhoseHeadGoesOnAndOn() throws Exception {
    String begun = PREFACE + frame(HEADERS, END_STREAM, 1, head("/a"));
    String more = frame(CONTINUATION, 0, 1, FIELD);

    List<String> told = told(begun, more.repeat(100), more.length());

    assertThat(told).last().isEqualTo("GOAWAY 11");
    assertThat(server.late()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 9, 12})
  void endsAConnectionInTheMiddleOfAFrameOfAHead(int bytes) throws Exception {
    String frame = frame(HEADERS, END_STREAM | END_HEADERS, 1, head("/a"));

    List<String> told = told(PREFACE + frame.substring(0, bytes), "", 0);

    assertThat(told).last().isEqualTo("GOAWAY 11");
    assertThat(server.late()).isEqualTo(1);
  }

  @Test
  void endsAConnectionWhoseLaterHeadIsSlowAndAnswersWhatCameBefore() throws Exception {
    String slow = frame(HEADERS, END_STREAM | END_HEADERS, 1, head("/slow"));

    List<String> told = told(PREFACE + slow + frame(HEADERS, END_STREAM, 3, head("/a")), "", 0);

    assertThat(told).containsSubsequence("DATA slow", "GOAWAY 11");
    assertThat(server.late()).isEqualTo(1);
  }

  @Test
  void takesAHeadInManyFramesAndAnIdleConnection() throws Exception {
    String head = frame(HEADERS, END_STREAM, 1, head("/slow")) + frame(CONTINUATION, 0, 1, FIELD);
    String end = frame(CONTINUATION, END_HEADERS, 1, FIELD);
    String next = frame(HEADERS, END_STREAM | END_HEADERS, 3, head("/a"));

    try (Socket client = server.client().connect()) {
      send(client, PREFACE + head + end);
      // Longer than the deadline, without a byte from the client.
      assertThat(readTo(client, "DATA slow")).contains("DATA slow");
      send(client, next);

      assertThat(readTo(client, "DATA ok"))
          .contains("DATA ok")
          .noneMatch(it -> it.contains("GOAWAY"));
      assertThat(server.late()).isZero();
    }
  }

  /** What the server says to this, and to pieces of a size that follow one by one, to its end. */
  private List<String> told(String atOnce, String rest, int size) throws IOException {
    try (Socket client = server.client().connect()) {
      send(client, atOnce);
      AtomicInteger at = new AtomicInteger();
      server
          .vertx()
          .setPeriodic(
              20,
              timer -> {
                int from = at.getAndAdd(size);
                if (from >= rest.length() || !sent(client, rest.substring(from, from + size))) {
                  server.vertx().cancelTimer(timer);
                }
              });
      return readTo(client, "never");
    }
  }

  private static boolean sent(Socket client, String bytes) {
    try {
      send(client, bytes);
      return true;
    } catch (IOException closed) {
      return false; // as it should be
    }
  }

  private static void send(Socket client, String bytes) throws IOException {
    client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    client.getOutputStream().flush();
  }

  /** The DATA and GOAWAY frames that come, to one of them or the end of the connection. */
  private static List<String> readTo(Socket client, String last) throws IOException {
    List<String> told = new ArrayList<>();
    while (!told.contains(last)) {
      byte[] header = client.getInputStream().readNBytes(9);
      if (header.length < 9) {
        return told;
      }
      ByteBuf read = Unpooled.wrappedBuffer(header);
      byte[] payload = client.getInputStream().readNBytes(read.getMedium(0));
      if (read.getByte(3) == DATA) {
        told.add("DATA " + new String(payload, StandardCharsets.US_ASCII));
      } else if (read.getByte(3) == GOAWAY) {
        told.add("GOAWAY " + Unpooled.wrappedBuffer(payload).getInt(4));
      }
    }
    return told;
  }

  /** GET, http, the path, and the host a, in HPACK (RFC 7541). */
  private static String head(String path) {
    return "\u0082\u0086\u0004" + (char) path.length() + path + "A\u0001a";
  }

  private static String frame(int type, int flags, int stream, String payload) {
    ByteBuf header =
        Unpooled.buffer(9).writeMedium(payload.length()).writeByte(type).writeByte(flags);
    return header.writeInt(stream).toString(StandardCharsets.ISO_8859_1) + payload;
  }
}
