package dev.vitrine.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** An upstream that knows nothing of HTTP: records what arrives, answers what the test says. */
public final class RawServer implements AutoCloseable {
  private final NetServer server;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  /**
   * Listens on a free port.
   *
   * @param answer told of all that one connection has sent so far, whenever there is more
   */
  public RawServer(Vertx vertx, BiConsumer<String, NetSocket> answer) throws Exception {
    this(vertx, "127.0.0.1", answer);
  }

  /** The same, at an address of the loopback interface. */
  RawServer(Vertx vertx, String host, BiConsumer<String, NetSocket> answer) throws Exception {
    server =
        vertx
            .createNetServer(new NetServerOptions().setHost(host).setPort(0))
            .connectHandler(socket -> serve(socket, answer));
    server.listen().await(5, TimeUnit.SECONDS);
  }

  /** Answers each complete head without a body by the same bytes. */
  public static RawServer answering(Vertx vertx, String answer) throws Exception {
    return new RawServer(
        vertx,
        (text, socket) -> {
          if (text.endsWith("\r\n\r\n")) {
            socket.write(answer);
          }
        });
  }

  /** Sends this on every connection. */
  void writeToAll(String bytes) {
    sockets.forEach(socket -> socket.write(bytes));
  }

  private void serve(NetSocket socket, BiConsumer<String, NetSocket> answer) {
    connections.incrementAndGet();
    sockets.add(socket);
    Buffer all = Buffer.buffer();
    socket.closeHandler(v -> closed.incrementAndGet());
    socket.handler(bytes -> {
      all.appendBuffer(bytes);
      received.add(bytes.toString(StandardCharsets.ISO_8859_1));
      answer.accept(all.toString(StandardCharsets.ISO_8859_1), socket);
    });
  }

  public int port() {
    return server.actualPort();
  }

  /** Everything received, on all connections. */
  String received() {
    return String.join("", received);
  }

  int connections() {
    return connections.get();
  }

  int closedConnections() {
    return closed.get();
  }

  @Override
  public void close() throws TimeoutException {
    server.close().await(5, TimeUnit.SECONDS);
  }
}
