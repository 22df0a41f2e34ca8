package dev.vitrine.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A program that gives every request without content the same answer, 1.2 KB of JSON, on one thread
 * and with next to no work: what a proxy is measured before. Its first line of output is its port.
 */
final class PlainUpstream {
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int BACKLOG = 1024;

  private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 16);
  private final ByteBuffer answer;

  private PlainUpstream() {
    String body = "{\"text\":\"" + "vitrine ".repeat(148) + "\"}";
    byte[] whole =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body)
            .getBytes(StandardCharsets.US_ASCII);
    answer = ByteBuffer.allocateDirect(whole.length).put(whole).flip();
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    try (Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      System.out.println(server.socket().getLocalPort());
      PlainUpstream upstream = new PlainUpstream();
      while (true) {
        selector.select(key -> upstream.turn(selector, server, key));
      }
    }
  }

  private void turn(Selector selector, ServerSocketChannel server, SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel connection = server.accept();
        if (connection != null) {
          connection.configureBlocking(false);
          connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
          connection.register(selector, SelectionKey.OP_READ, new Head());
        }
      } else {
        read(key);
      }
    } catch (IOException gone) {
      key.cancel();
    }
  }

  private void read(SelectionKey key) throws IOException {
    SocketChannel connection = (SocketChannel) key.channel();
    input.clear();
    if (connection.read(input) < 0) {
      connection.close();
      return;
    }
    input.flip();
    int requests = ((Head) key.attachment()).ends(input);
    for (int i = 0; i < requests; i++) {
      ByteBuffer bytes = answer.duplicate();
      while (bytes.hasRemaining()) {
        connection.write(bytes);
      }
    }
  }

  /** How far the end of a head has come in, over the pieces that it comes in. */
  private static final class Head {
    private int matched;

    int ends(ByteBuffer bytes) {
      int ends = 0;
      while (bytes.hasRemaining()) {
        byte next = bytes.get();
        matched = next == END_OF_HEAD[matched] ? matched + 1 : next == END_OF_HEAD[0] ? 1 : 0;
        if (matched == END_OF_HEAD.length) {
          matched = 0;
          ends++;
        }
      }
      return ends;
    }
  }
}
