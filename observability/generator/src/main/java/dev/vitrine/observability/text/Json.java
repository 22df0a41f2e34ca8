package dev.vitrine.observability.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * JSON that a person can review: sorted keys, small things on one line, each other thing on a line
 * of its own.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  private static final int ONE_LINE = 100;

  private Json() {}

  /** Writes a tree of maps, lists and single values. */
  public static String write(Map<String, ?> tree) {
    return value(tree, "") + "\n";
  }

  /** The same as one line, as addresses have it: sorted keys, no space. */
  public static String line(Map<String, ?> tree) {
    return scalar(tree);
  }

  private static String value(Object value, String indent) {
    String deeper = indent + "  ";
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, String> members = new TreeMap<>();
        map.forEach((key, member) ->
            members.put(key.toString(), member == null ? "null" : value(member, deeper)));
        yield block(
            '{',
            members.entrySet().stream()
                .map(it -> scalar(it.getKey()) + ": " + it.getValue())
                .toList(),
            '}',
            indent);
      }
      case Collection<?> list ->
          block('[', list.stream().map(element -> value(element, deeper)).toList(), ']', indent);
      default -> scalar(value);
    };
  }

  private static String block(char open, Collection<String> parts, char close, String indent) {
    String line = parts.stream().collect(Collectors.joining(", ", open + " ", " " + close));
    if (line.length() + indent.length() <= ONE_LINE && line.indexOf('\n') < 0) {
      return parts.isEmpty() ? "" + open + close : line;
    }
    String separator = ",\n" + indent + "  ";
    return open + "\n" + indent + "  " + String.join(separator, parts) + "\n" + indent + close;
  }

  private static String scalar(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("maps, lists and values can always be written", impossible);
    }
  }
}
