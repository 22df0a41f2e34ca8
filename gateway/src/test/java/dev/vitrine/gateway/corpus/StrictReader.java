package dev.vitrine.gateway.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads HTTP/1.1 messages by the letter of RFC 9112, and forgives nothing: whatever a lenient peer
 * might read in another way is a {@link MalformedException}.
 */
final class StrictReader {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern REQUEST_LINE =
      Pattern.compile(TOKEN + " (/[\\x21-\\x7e]*|\\*) HTTP/1\\.1");
  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[01] [1-9]\\d\\d [\\t\\x20-\\x7e\\x80-\\xff]*");
  private static final Pattern FIELD =
      Pattern.compile("(" + TOKEN + "):[ \\t]*([\\t\\x20-\\x7e\\x80-\\xff]*?)[ \\t]*");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(;.*)?");
  private static final int LONGEST_LINE = 1 << 20;

  private final InputStream in;

  StrictReader(InputStream in) {
    this.in = in;
  }

  /** What was read is not HTTP, or could be read in two ways. */
  static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** The head of the next request; empty where the stream ends instead. */
  Optional<Message> requestHead() throws IOException {
    Optional<Message> head = head(REQUEST_LINE);
    if (head.isPresent() && head.get().values("Host").size() != 1) {
      throw new MalformedException("hosts: " + head.get().values("Host"));
    }
    return head;
  }

  /** The rest of a request. */
  Message requestRest(Message head) throws IOException {
    OptionalLong length = length(head);
    if (!head.values("Transfer-Encoding").isEmpty()) {
      return chunked(head);
    }
    String content = exactly(length.orElse(0));
    return new Message(head.start(), head.fields(), content, List.of(), true);
  }

  /**
   * The next answer; empty where the stream ends instead. Where it ends too early, or the content
   * is malformed, the answer is not whole.
   *
   * @param toHead whether it answers a request by HEAD
   */
  Optional<Message> answer(boolean toHead) throws IOException {
    Optional<Message> head = head(STATUS_LINE);
    if (head.isEmpty()) {
      return head;
    }
    try {
      return Optional.of(answerRest(head.get(), toHead));
    } catch (EOFException | java.net.SocketException end) {
      return head;
    }
  }

  private Message answerRest(Message head, boolean toHead) throws IOException {
    int status = head.status();
    OptionalLong length = length(head);
    boolean empty = toHead || head.isInterim() || status == 204 || status == 304;
    String content = "";
    if (!empty && !head.values("Transfer-Encoding").isEmpty()) {
      return chunked(head);
    }
    if (!empty) {
      content = length.isPresent() ? exactly(length.getAsLong()) : toEnd();
    }
    return new Message(head.start(), head.fields(), content, List.of(), true);
  }

  private Optional<Message> head(Pattern start) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    String line = line(first);
    if (!start.matcher(line).matches()) {
      throw new MalformedException("first line: " + line);
    }
    return Optional.of(Message.ofHead(line, fields()));
  }

  private List<Field> fields() throws IOException {
    List<Field> fields = new ArrayList<>();
    for (String line = line(in.read()); !line.isEmpty(); line = line(in.read())) {
      Matcher field = FIELD.matcher(line);
      if (!field.matches()) {
        throw new MalformedException("field: " + line);
      }
      fields.add(new Field(field.group(1), field.group(2)));
    }
    return fields;
  }

  /** Checks what the head says of the content, and that it says it once. */
  private static OptionalLong length(Message head) throws MalformedException {
    List<String> codings = head.values("Transfer-Encoding");
    List<String> lengths = head.values("Content-Length");
    boolean coded = codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
    boolean counted = lengths.size() == 1 && lengths.getFirst().matches("\\d{1,18}");
    if ((!coded && !codings.isEmpty()) || (!counted && !lengths.isEmpty()) || (coded && counted)) {
      throw new MalformedException(
          "Transfer-Encoding: " + codings + ", Content-Length: " + lengths);
    }
    return counted ? OptionalLong.of(Long.parseLong(lengths.getFirst())) : OptionalLong.empty();
  }

  private Message chunked(Message head) throws IOException {
    StringBuilder content = new StringBuilder();
    while (true) {
      Matcher size = CHUNK.matcher(line(in.read()));
      if (!size.matches()) {
        throw new MalformedException("chunk size: " + size);
      }
      int length = Integer.parseUnsignedInt(size.group(1), 16);
      if (length == 0) {
        return new Message(head.start(), head.fields(), content.toString(), fields(), true);
      }
      content.append(exactly(length));
      if (!line(in.read()).isEmpty()) {
        throw new MalformedException("a chunk longer than its size");
      }
    }
  }

  private String exactly(long length) throws IOException {
    StringBuilder content = new StringBuilder();
    for (long i = 0; i < length; i++) {
      content.append((char) present(in.read()));
    }
    return content.toString();
  }

  private String toEnd() throws IOException {
    StringBuilder content = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      content.append((char) next);
    }
    return content.toString();
  }

  private String line(int first) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = present(first); next != '\r'; next = present(in.read())) {
      if (next == '\n' || line.length() > LONGEST_LINE) {
        throw new MalformedException("end of line after: " + line);
      }
      line.append((char) next);
    }
    if (present(in.read()) != '\n') {
      throw new MalformedException("CR in: " + line);
    }
    return line.toString();
  }

  private static int present(int next) throws EOFException {
    if (next < 0) {
      throw new EOFException("the stream ends within a message");
    }
    return next;
  }
}
