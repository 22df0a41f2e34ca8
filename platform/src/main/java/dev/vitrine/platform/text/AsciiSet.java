package dev.vitrine.platform.text;

/**
 * Some of the characters of ASCII: what a grammar calls a class of characters, for what is looked
 * at on each request, where a regular expression would cost more than all that comes after it.
 */
public final class AsciiSet {
  public static final AsciiSet DIGITS = of("0123456789");
  public static final AsciiSet HEX_DIGITS = DIGITS.and("abcdefABCDEF");
  public static final AsciiSet LETTERS_AND_DIGITS =
      DIGITS.and("abcdefghijklmnopqrstuvwxyz").and("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

  /** What a token is made of (RFC 9110, section 5.6.2). */
  public static final AsciiSet TOKEN = LETTERS_AND_DIGITS.and("!#$%&'*+-.^_`|~");

  private final long first;
  private final long second;

  private AsciiSet(long first, long second) {
    this.first = first;
    this.second = second;
  }

  /** These characters. */
  public static AsciiSet of(String characters) {
    return new AsciiSet(0, 0).and(characters);
  }

  /** These characters, too. */
  public AsciiSet and(String characters) {
    long low = first;
    long high = second;
    for (int i = 0; i < characters.length(); i++) {
      char c = characters.charAt(i);
      if (c >= 2 * Long.SIZE) {
        throw new IllegalArgumentException("not of ASCII: " + c);
      }
      if (c < Long.SIZE) {
        low |= 1L << c;
      } else {
        high |= 1L << c;
      }
    }
    return new AsciiSet(low, high);
  }

  public boolean contains(char c) {
    return c < 2 * Long.SIZE && ((c < Long.SIZE ? first : second) >>> c & 1) != 0;
  }

  /** Where the characters of this set end that begin at {@code from}; {@code from} without any. */
  public int end(String text, int from) {
    int at = from;
    while (at < text.length() && contains(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Whether a text has at least one character, and none that is not of this set. */
  public boolean spells(String text) {
    return !text.isEmpty() && end(text, 0) == text.length();
  }
}
