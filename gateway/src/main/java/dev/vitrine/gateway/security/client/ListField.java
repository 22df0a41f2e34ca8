package dev.vitrine.gateway.security.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The elements of a field whose value is a list (RFC 9110, section 5.6.1), over all its lines. */
final class ListField {
  private ListField() {}

  /**
   * The last elements, in their order, without the empty ones. Reads from the end, so that a long
   * list costs no more than a short one; quoted strings may hold commas.
   */
  static List<String> last(List<String> lines, int most) {
    List<String> elements = new ArrayList<>();
    for (int line = lines.size() - 1; line >= 0 && elements.size() < most; line--) {
      addBackwards(lines.get(line), elements, most);
    }
    Collections.reverse(elements);
    return elements;
  }

  private static void addBackwards(String line, List<String> elements, int most) {
    int end = line.length();
    boolean quoted = false;
    for (int at = line.length() - 1; at >= -1 && elements.size() < most; at--) {
      char c = at < 0 ? ',' : line.charAt(at);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && (!quoted || at < 0)) {
        String element = line.substring(at + 1, end).strip();
        if (!element.isEmpty()) {
          elements.add(element);
        }
        end = at;
      }
    }
  }
}
