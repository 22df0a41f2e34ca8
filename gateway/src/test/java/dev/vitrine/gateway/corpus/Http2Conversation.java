package dev.vitrine.gateway.corpus;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A case over one connection of HTTP/2, by prior knowledge: sends its frames, reads what comes of
 * each stream, and asks once more on a new one.
 */
final class Http2Conversation implements AutoCloseable {
  /** Names are in small letters: RFC 9113, section 8.2.1. */
  private static final Pattern NAME = Pattern.compile(":?[!#$%&'*+.^_`|~0-9a-z-]+");

  /** More streams than these are a flood: nobody waits for an answer on each. */
  private static final int FEW = 10;

  private final Case now;
  private final Socket socket;
  private final ReentrantLock writing = new ReentrantLock();
  private final Frames frames = new Frames();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, 1 << 20);
  private final Map<Integer, Exchange> streams = new TreeMap<>();
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private boolean blockEndsStream;
  private final List<String> faults = new ArrayList<>();
  private String ending = "";

  private Http2Conversation(Case now, int port, Duration patience) throws IOException {
    this.now = now;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    socket.setTcpNoDelay(true);
  }

  /** What has come on one stream. */
  private static final class Exchange {
    final List<Field> fields = new ArrayList<>();
    final List<Field> trailers = new ArrayList<>();
    final StringBuilder content = new StringBuilder();
    String interim = "";
    String status = "";
    String reset = "";
    boolean ended;

    boolean isOver() {
      return ended || !reset.isEmpty();
    }

    /** A reset after the whole answer only ends a request that is of no more use. */
    String verdict() {
      String broken = ended || reset.isEmpty() ? "" : "rst " + reset;
      return (interim + status + (status.isEmpty() ? "" : " ") + broken).strip();
    }

    Message message() {
      return new Message(status, fields, content.toString(), trailers, ended);
    }
  }

  /** Has the conversation of a case. */
  static Observation have(Case now, int port, Duration patience) throws IOException {
    try (Http2Conversation conversation = new Http2Conversation(now, port, patience)) {
      conversation.run();
      return conversation.observation();
    } catch (Http2Exception malformed) {
      return new Observation(
          Verdict.of("closed"),
          List.of(),
          List.of(),
          List.of("the client cannot read " + malformed.getMessage()));
    }
  }

  private void run() throws IOException, Http2Exception {
    byte[] settings =
        frames
            .frame(Frames.SETTINGS, 0, 0, new byte[0])
            .add(Objects.requireNonNull(now.http2()))
            .take();
    // In one piece: nothing, such as an acknowledgement, may come between the two.
    byte[] first = Buffer.buffer(Frames.PREFACE).appendBytes(settings).getBytes();
    List<Integer> opened = frames.streams();
    int next = opened.isEmpty() ? 1 : opened.getLast() + 2;
    byte[] followUp = frames.addGet(next, RecordingUpstream.FOLLOW_UP).take();
    boolean few = opened.size() <= FEW;
    Thread sender =
        Thread.ofVirtual()
            .start(() -> {
              send(first);
              if (!few || opened.isEmpty()) {
                send(followUp);
              }
            });
    try {
      if (few && !opened.isEmpty()) {
        while (ending.isEmpty() && !areOver(opened)) {
          readFrame();
        }
        send(followUp);
      }
      while (ending.isEmpty() && !areOver(List.of(next))) {
        readFrame();
      }
      judge(next);
    } catch (SocketTimeoutException silence) {
      ending = "hangs";
    } catch (EOFException | SocketException closed) {
      ending = "closed";
    } finally {
      sender.interrupt();
      streams.keySet().removeIf(id -> id == next || !few);
    }
  }

  private void judge(int last) {
    if (ending.isEmpty()) {
      boolean followed =
          Objects.requireNonNull(streams.get(last)).content.toString().equals("followed");
      ending = followed ? "kept" : "closed";
    }
  }

  private boolean areOver(List<Integer> ids) {
    return ids.stream()
        .allMatch(id -> {
          Exchange stream = streams.get(id);
          return stream != null && stream.isOver();
        });
  }

  private void readFrame() throws IOException, Http2Exception {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int lengthAndType = in.readInt();
    int flags = in.readUnsignedByte();
    int id = in.readInt();
    byte[] payload = Frames.plain(lengthAndType & 0xff, flags, in.readNBytes(lengthAndType >>> 8));
    Exchange stream = streams.computeIfAbsent(id, _ -> new Exchange());
    switch (lengthAndType & 0xff) {
      case Frames.DATA -> {
        stream.content.append(new String(payload, StandardCharsets.ISO_8859_1));
        stream.ended |= (flags & Frames.END_STREAM) != 0;
      }
      case Frames.HEADERS, Frames.CONTINUATION -> {
        block.writeBytes(payload);
        blockEndsStream |= (flags & Frames.END_STREAM) != 0 && (lengthAndType & 0xff) == 1;
        if ((flags & Frames.END_HEADERS) != 0) {
          headers(id, stream);
        }
      }
      case Frames.RST_STREAM -> {
        if (stream.reset.isEmpty()) {
          stream.reset = Frames.code(ByteBuffer.wrap(payload).getInt());
        }
      }
      case Frames.GOAWAY -> ending = "goaway " + Frames.code(ByteBuffer.wrap(payload).getInt(4));
      case Frames.SETTINGS -> answer(Frames.SETTINGS, flags, new byte[0]);
      case Frames.PING -> answer(Frames.PING, flags, payload);
      default -> {}
    }
    streams.remove(0);
  }

  private void headers(int id, Exchange stream) throws Http2Exception {
    if (block.size() == 0) {
      faults.add("the client gets a head without a field");
    }
    Http2Headers decoded = decoder.decodeHeaders(id, Unpooled.wrappedBuffer(block.toByteArray()));
    block.reset();
    String status = decoded.status() == null ? "" : decoded.status().toString();
    if (status.startsWith("1")) {
      stream.interim += status + " ";
      return;
    }
    List<Field> into = stream.status.isEmpty() ? stream.fields : stream.trailers;
    decoded.forEach(
        field -> into.add(new Field(field.getKey().toString(), field.getValue().toString())));
    stream.status += status;
    stream.ended |= blockEndsStream;
    blockEndsStream = false;
  }

  private void answer(int type, int flags, byte[] payload) {
    if ((flags & Frames.ACK) == 0) {
      send(new Frames().frame(type, Frames.ACK, 0, payload).take());
    }
  }

  private void send(byte[] bytes) {
    writing.lock();
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    } catch (IOException closed) {
      // What is read tells.
    } finally {
      writing.unlock();
    }
  }

  private Observation observation() {
    String answers =
        String.join(" ", streams.values().stream().map(Exchange::verdict).toList()).strip();
    List<Message> messages =
        streams.values().stream()
            .filter(one -> !one.status.isEmpty())
            .map(Exchange::message)
            .toList();
    streams.values().stream()
        .flatMap(one -> Stream.concat(one.fields.stream(), one.trailers.stream()))
        .filter(field -> !NAME.matcher(field.name()).matches())
        .forEach(field -> faults.add("the client gets the name " + field.name()));
    return new Observation(new Verdict(answers, ending), messages, List.of(), faults);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
