package dev.vitrine.gateway.corpus;

import java.util.List;
import java.util.Optional;

/**
 * A request or an answer as it was received.
 *
 * @param start the first line; for HTTP/2, the status
 * @param content without the framing; one character is one byte
 * @param whole whether its end was received
 */
record Message(
    String start, List<Field> fields, String content, List<Field> trailers, boolean whole) {
  Message {
    fields = List.copyOf(fields);
    trailers = List.copyOf(trailers);
  }

  static Message ofHead(String start, List<Field> fields) {
    return new Message(start, fields, "", List.of(), false);
  }

  List<String> values(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  Optional<String> value(String name) {
    return values(name).stream().findFirst();
  }

  boolean has(String line) {
    return fields.stream().anyMatch(field -> field.is(line))
        || trailers.stream().anyMatch(field -> field.is(line));
  }

  /** Of an answer; 0 where its first line is none. */
  int status() {
    return start.matches("HTTP/1\\.[01] [1-9]\\d\\d .*")
        ? Integer.parseInt(start.substring(9, 12))
        : start.matches("[1-9]\\d\\d") ? Integer.parseInt(start) : 0;
  }

  boolean isInterim() {
    return status() / 100 == 1;
  }
}
