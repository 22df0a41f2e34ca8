package dev.vitrine.gateway.corpus;

import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.corpus.Case.Then;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionTimeoutException;

/**
 * An upstream that reads by the letter, records what it gets, and answers as a case says. A request
 * to {@link #FOLLOW_UP} or {@link #PROBE} always gets a plain answer, and is not counted.
 */
final class RecordingUpstream implements AutoCloseable {
  static final String FOLLOW_UP = "/a?follow-up";
  static final String PROBE = "/a?probe";

  /**
   * Longer than any flood: what does not fit would be half open, closed on the other side alone.
   */
  private static final int BACKLOG = 2_000;

  private final ServerSocket listener =
      new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  private final Map<Socket, String> open = new ConcurrentHashMap<>();
  private final Set<Socket> busy = ConcurrentHashMap.newKeySet();
  private volatile Recording recording = Recording.of(Case.PLAIN);

  RecordingUpstream() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  /** What is answered, and what came, in the time of one case. */
  record Recording(Case now, List<Message> requests, List<String> faults) {
    static Recording of(Case now) {
      return new Recording(now, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The connections that are open: of each, the last case and what came on it. */
  Collection<String> connections() {
    return open.values();
  }

  /** Begins a case. */
  Recording begin(Case now) {
    Recording next = Recording.of(now);
    recording = next;
    return next;
  }

  /** Whether no connection is left within a message, soon. */
  boolean becomesQuiet(Duration patience) {
    try {
      await().pollInterval(Duration.ofMillis(2)).atMost(patience).until(busy::isEmpty);
      return true;
    } catch (ConditionTimeoutException late) {
      return false;
    }
  }

  /** Ends every connection, as another process would by its end. */
  void disconnect() throws IOException {
    for (Socket socket : open.keySet()) {
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    disconnect();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.put(socket, "nothing yet");
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The end of the upstream.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
      StrictReader reader = new StrictReader(in);
      boolean goesOn = true;
      while (goesOn) {
        in.mark(1);
        if (in.read() < 0) {
          return;
        }
        in.reset();
        busy.add(socket);
        goesOn = exchange(socket, reader);
        if (goesOn) {
          busy.remove(socket);
        }
      }
    } catch (StrictReader.MalformedException malformed) {
      recording.faults().add("the upstream cannot read " + malformed.getMessage());
    } catch (EOFException | SocketException brokenOff) {
      // A request that has no end is none.
    } catch (IOException failure) {
      recording.faults().add(failure.toString());
    } finally {
      busy.remove(socket);
      open.remove(socket);
    }
  }

  private boolean exchange(Socket socket, StrictReader reader) throws IOException {
    Optional<Message> head = reader.requestHead();
    if (head.isEmpty()) {
      return false;
    }
    String line = head.get().start();
    Recording current = recording;
    Case now = current.now();
    open.put(socket, now.name() + ": " + line);
    boolean counted = !line.contains(FOLLOW_UP) && !line.contains(PROBE);
    if (counted && now.early()) {
      write(socket, now.answerBytes());
    } else if (head.get().has("Expect: 100-continue")) {
      write(socket, "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    Message request = reader.requestRest(head.get());
    if (!counted) {
      String text = line.contains(PROBE) ? "probed" : "followed";
      String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
      write(socket, answer.getBytes(StandardCharsets.US_ASCII));
      return true;
    }
    current.requests().add(request);
    if (!now.early()) {
      write(socket, now.answerBytes());
    }
    return goesOn(socket, now.afterwards());
  }

  private static boolean goesOn(Socket socket, Then then) throws IOException {
    return switch (then) {
      case KEEP -> true;
      case CLOSE -> false;
      case RESET -> {
        socket.setSoLinger(true, 0);
        yield false;
      }
      case HOLD -> {
        // Until the other side gives up, which is all that it may do.
        if (socket.getInputStream().read() >= 0) {
          throw new StrictReader.MalformedException("more than it was told to send");
        }
        yield false;
      }
    };
  }

  private static void write(Socket socket, byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }
}
