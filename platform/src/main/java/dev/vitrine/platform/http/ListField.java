package dev.vitrine.platform.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Fields whose value is a list, of elements that have no quoted text (RFC 9110, section 5.6.1):
 * {@code Connection}, {@code TE}, {@code Upgrade}, {@code Expect} and their like. Several fields of
 * one name are one list; white space and empty elements mean nothing. {@link
 * MultiMap#contains(CharSequence, CharSequence, boolean)} of Vert.x compares whole values, and
 * misses an element beside others.
 */
public final class ListField {
  private ListField() {}

  /** Whether the element is in the list, in whatever case. */
  public static boolean contains(MultiMap headers, String name, String element) {
    return headers.contains(name)
        && elements(headers, name).stream().anyMatch(element::equalsIgnoreCase);
  }

  /** The elements as they were sent, in their order. */
  public static List<String> elements(MultiMap headers, String name) {
    return elements(headers.getAll(name));
  }

  /** The same of the values of all fields of one name. */
  public static List<String> elements(List<String> values) {
    List<String> elements = new ArrayList<>();
    for (String value : values) {
      for (String part : value.split(",", -1)) {
        String element = part.strip();
        if (!element.isEmpty()) {
          elements.add(element);
        }
      }
    }
    return elements;
  }
}
