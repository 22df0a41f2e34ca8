package dev.vitrine.platform.text;

import java.util.Locale;

/**
 * Texts of strangers, on the terminal of an operator: what could end a line, move the cursor, hide
 * what is written or turn its direction is written as {@code \}{@code u001b}.
 */
public final class Visible {
  private Visible() {}

  /** The text on one line, with nothing in it that is not seen. */
  public static String of(String text) {
    if (text.chars().noneMatch(c -> isUnsafe((char) c))) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(c -> {
          if (isUnsafe((char) c)) {
            visible.append(escaped((char) c));
          } else {
            visible.append((char) c);
          }
        });
    return visible.toString();
  }

  /**
   * Whether it is a control character, of C0 or C1, one that changes how others are shown, such as
   * those for the direction of writing, or one that ends a line.
   */
  public static boolean isUnsafe(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** As in JSON. */
  public static String escaped(char c) {
    return String.format(Locale.ROOT, "\\u%04x", (int) c);
  }
}
