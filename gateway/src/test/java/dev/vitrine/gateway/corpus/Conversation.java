package dev.vitrine.gateway.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A case over one connection of HTTP/1.1: sends its bytes, reads the answers by the letter, and
 * asks once more, to see whether the connection lives, and whether that answer is the right one.
 */
final class Conversation implements AutoCloseable {
  private static final String FOLLOW_UP =
      "GET "
          + RecordingUpstream.FOLLOW_UP
          + " HTTP/1.1\r\nHost: shop.example\r\n"
          + "Connection: close\r\n\r\n";

  private final Case now;
  private final Socket socket;
  private final InputStream in;
  private final StrictReader reader;
  private final boolean toHead;
  private final List<Message> answers = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private String ending = "closed";

  private Conversation(Case now, int port, Duration patience) throws IOException {
    this.now = now;
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    reader = new StrictReader(in);
    toHead = new String(now.request(), StandardCharsets.ISO_8859_1).startsWith("HEAD ");
  }

  /**
   * Has the conversation of a case.
   *
   * @param patience how long a silence may last
   */
  static Observation have(Case now, int port, Duration patience) throws IOException {
    try (Conversation conversation = new Conversation(now, port, patience)) {
      conversation.run();
      return conversation.observation();
    }
  }

  private void run() throws IOException {
    // Not by this thread: who is refused may have to read before all is sent.
    Thread.ofVirtual().start(() -> send(now.request(), now.leave()));
    try {
      boolean ended = readFirst();
      if (!ended) {
        send(FOLLOW_UP.getBytes(StandardCharsets.US_ASCII), false);
        for (Optional<Message> next = next(false); next.isPresent(); next = next(false)) {
          answers.add(next.get());
        }
        if (!answers.isEmpty() && answers.getLast().content().equals("followed")) {
          answers.removeLast();
          ending = "kept";
        }
      }
    } catch (SocketTimeoutException silence) {
      ending = "hangs";
    } catch (StrictReader.MalformedException malformed) {
      faults.add("the client cannot read " + malformed.getMessage());
    }
  }

  /** Reads as many answers as there should be; true where the server has closed. */
  private boolean readFirst() throws IOException {
    int expected = now.leave() ? Integer.MAX_VALUE : Math.max(1, now.expectation().answers());
    int finals = 0;
    while (finals < expected) {
      Optional<Message> next = next(toHead);
      if (next.isEmpty()) {
        return true;
      }
      answers.add(next.get());
      if (!next.get().isInterim()) {
        finals++;
      } else if (now.after100() != null && next.get().status() == 100) {
        send(Wire.bytes(now.after100()), false);
      }
      if (next.get().status() == 101) {
        ending = "upgraded";
        speakHttp2();
        return true;
      }
      if (!next.get().whole()) {
        return true;
      }
    }
    return false;
  }

  private Optional<Message> next(boolean answersHead) throws IOException {
    try {
      return reader.answer(answersHead);
    } catch (SocketException reset) {
      return Optional.empty();
    }
  }

  /** The only protocol that a server may take up here; its answer is awaited, and not looked at. */
  private void speakHttp2() throws IOException {
    byte[] settings = new Frames().frame(Frames.SETTINGS, 0, 0, new byte[0]).take();
    send(Frames.PREFACE.getBytes(StandardCharsets.US_ASCII), false);
    send(settings, false);
    StringBuilder read = new StringBuilder();
    for (int next = in.read(); next >= 0 && read.indexOf("ok") < 0; next = in.read()) {
      read.append((char) next);
    }
  }

  private void send(byte[] bytes, boolean last) {
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
      if (last) {
        socket.shutdownOutput();
      }
    } catch (IOException closed) {
      // What is read tells.
    }
  }

  private Observation observation() {
    StringBuilder statuses = new StringBuilder();
    for (Message answer : answers) {
      statuses.append(answer.status()).append(answer.whole() ? " " : " cut ");
    }
    Verdict verdict = new Verdict(statuses.toString().strip(), ending);
    return new Observation(verdict, answers, List.of(), faults);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
