package dev.vitrine.gateway;

import dev.vitrine.gateway.corpus.Frames;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An upstream of HTTP/2 that takes connections and streams as they come, and answers with the
 * frames that a test says.
 */
final class FrameServer implements AutoCloseable {
  private static final int BACKLOG = 100;

  private final ServerSocket listener =
      new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  private final Script script;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final List<Request> heads = new CopyOnWriteArrayList<>();
  private final List<Request> whole = new CopyOnWriteArrayList<>();

  FrameServer(Script script) throws IOException {
    this.script = script;
    Thread.ofVirtual().start(this::accept);
  }

  /** What to do with what has come. */
  @FunctionalInterface
  interface Script {
    /** Told of a request at its head, and again whenever there is more of it. */
    void received(Request request, Connection connection) throws IOException;
  }

  /**
   * What has come on one stream.
   *
   * @param whole whether that is all of it
   */
  record Request(int stream, String method, String content, boolean whole) {
    private Request with(byte[] more, boolean last) {
      String text = new String(more, StandardCharsets.ISO_8859_1);
      return new Request(stream, method, content + text, last);
    }
  }

  /** Answers that what came is well. */
  static void answer(Request request, Connection connection) throws IOException {
    if (request.whole()) {
      connection.send(
          "HEADERS stream=%1$d\n:status: 200\n\nDATA END_STREAM stream=%1$d\nok"
              .formatted(request.stream()));
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  List<Connection> connections() {
    return List.copyOf(connections);
  }

  /** Those whose head has come, in that order. */
  List<Request> heads() {
    return List.copyOf(heads);
  }

  /** Those that came to their end. */
  List<Request> whole() {
    return List.copyOf(whole);
  }

  private void accept() {
    try {
      while (true) {
        Connection connection = new Connection(listener.accept(), connections.size() + 1);
        connections.add(connection);
        Thread.ofVirtual().start(connection::serve);
      }
    } catch (IOException closed) {
      // The end of the upstream.
    }
  }

  /** One connection, and all that was sent by it. */
  final class Connection {
    private final Socket socket;
    private final int number;
    private final Frames frames = new Frames();
    private final ReentrantLock writing = new ReentrantLock();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
    private final Map<Integer, Request> streams = new TreeMap<>();
    private final List<String> resets = new CopyOnWriteArrayList<>();

    private Connection(Socket socket, int number) {
      this.socket = socket;
      this.number = number;
    }

    /** 1 for the first that was made. */
    int number() {
      return number;
    }

    /** The streams that the other side has reset, and the codes: {@code 1 CANCEL}. */
    List<String> resets() {
      return List.copyOf(resets);
    }

    /** Sends these frames, see {@link Frames}. */
    void send(String text) throws IOException {
      send(new byte[0], text);
    }

    /** Says that no stream beyond the last is, or will be, processed. */
    void goAway(int last, String code) throws IOException {
      send(new Frames().addGoAway(last, code).take(), "");
    }

    void close() throws IOException {
      socket.close();
    }

    private void send(byte[] bytes, String text) throws IOException {
      writing.lock();
      try {
        socket.getOutputStream().write(text.isEmpty() ? bytes : frames.add(text).take());
        socket.getOutputStream().flush();
      } finally {
        writing.unlock();
      }
    }

    private void serve() {
      try (socket) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        in.readNBytes(Frames.PREFACE.length());
        send(new Frames().frame(Frames.SETTINGS, 0, 0, new byte[0]).take(), "");
        while (true) {
          readFrame(in);
        }
      } catch (EOFException | SocketException closed) {
        // The end of the connection.
      } catch (IOException | Http2Exception failure) {
        throw new IllegalStateException(failure);
      }
    }

    private void readFrame(DataInputStream in) throws IOException, Http2Exception {
      int lengthAndType = in.readInt();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload =
          Frames.plain(lengthAndType & 0xff, flags, in.readNBytes(lengthAndType >>> 8));
      boolean last = (flags & Frames.END_STREAM) != 0;
      switch (lengthAndType & 0xff) {
        case Frames.HEADERS -> received(head(stream, payload, last));
        case Frames.DATA -> received(known(stream).with(payload, last));
        case Frames.RST_STREAM -> resets.add(stream + " " + Frames.code(payload[3]));
        case Frames.SETTINGS, Frames.PING -> acknowledge(lengthAndType & 0xff, flags, payload);
        default -> {}
      }
    }

    private Request head(int stream, byte[] payload, boolean last) throws Http2Exception {
      CharSequence method = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload)).method();
      Request request = new Request(stream, String.valueOf(method), "", last);
      heads.add(request);
      return request;
    }

    private Request known(int stream) {
      return streams.getOrDefault(stream, new Request(stream, "", "", false));
    }

    private void received(Request request) throws IOException {
      streams.put(request.stream(), request);
      if (request.whole()) {
        whole.add(request);
      }
      script.received(request, this);
    }

    private void acknowledge(int type, int flags, byte[] payload) throws IOException {
      if ((flags & Frames.ACK) == 0) {
        byte[] same = type == Frames.PING ? payload : new byte[0];
        send(new Frames().frame(type, Frames.ACK, 0, same).take(), "");
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
