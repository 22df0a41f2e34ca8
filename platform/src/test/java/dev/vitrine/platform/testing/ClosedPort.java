package dev.vitrine.platform.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback interface where connections are refused, and which no other process gets
 * meanwhile. It is bound and does not listen; who sets {@code SO_REUSEADDR} may listen there.
 */
public final class ClosedPort implements AutoCloseable {
  private final Socket holder = new Socket();

  private ClosedPort() throws IOException {
    holder.setReuseAddress(true);
    holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /** Takes a free port. */
  public static ClosedPort take() throws IOException {
    return new ClosedPort();
  }

  public int number() {
    return holder.getLocalPort();
  }

  /** Gives the port back. */
  @Override
  public void close() throws IOException {
    holder.close();
  }
}
