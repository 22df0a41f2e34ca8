package dev.vitrine.platform.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A way to a server, which can be cut, as when the server stops, or stalled, as when the network
 * swallows everything. Safe for any thread.
 */
public final class Link implements AutoCloseable {
  private static final ThreadFactory THREADS = Thread.ofVirtual().name("link-", 0).factory();

  private final InetSocketAddress target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Object gate = new Object();
  private final ClosedPort port = ClosedPort.take();
  private boolean stalled;
  private @Nullable ServerSocket listener;
  private Thread acceptor = THREADS.newThread(() -> {});

  private Link(InetSocketAddress target) throws IOException {
    this.target = target;
  }

  /** Opens a way to a server, on a free port of the loopback interface. */
  public static Link to(String host, int port) throws IOException {
    Link link = new Link(new InetSocketAddress(host, port));
    link.restore();
    return link;
  }

  /** Opens a way to the server of a database. */
  public static Link to(TestDatabase database) throws IOException {
    return to(database.host(), database.port());
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return port.number();
  }

  /** Ends every connection; new ones are refused. */
  public synchronized void cut() throws IOException {
    if (listener != null) {
      listener.close();
      listener = null;
      awaitEnd(acceptor);
    }
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  /** Takes connections, on the same port as before, and lets everything through. */
  public synchronized void restore() throws IOException {
    flow();
    if (listener == null) {
      ServerSocket fresh = new ServerSocket();
      fresh.setReuseAddress(true);
      fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
      listener = fresh;
      acceptor = THREADS.newThread(() -> accept(fresh));
      acceptor.start();
    }
  }

  /** Keeps every connection, takes new ones, and lets nothing through. */
  public void stall() {
    synchronized (gate) {
      stalled = true;
    }
  }

  @Override
  public void close() throws IOException {
    flow();
    cut();
    port.close();
  }

  /** As long as it waits for connections the port is listened on, closed or not. */
  private static void awaitEnd(Thread acceptor) throws IOException {
    try {
      acceptor.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("still listening");
    }
  }

  private void flow() {
    synchronized (gate) {
      stalled = false;
      gate.notifyAll();
    }
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        Socket near = from.accept();
        Socket far = new Socket();
        sockets.add(near);
        sockets.add(far);
        far.connect(target);
        THREADS.newThread(() -> pump(near, far)).start();
        THREADS.newThread(() -> pump(far, near)).start();
      }
    } catch (IOException cut) {
      // The end of this listener.
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[16 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitFlow();
        out.write(buffer, 0, n);
      }
    } catch (IOException cut) {
      // The end of this connection.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void awaitFlow() throws InterruptedException {
    synchronized (gate) {
      while (stalled) {
        gate.wait();
      }
    }
  }
}
