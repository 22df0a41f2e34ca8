package dev.vitrine.gateway.security.client;

import dev.vitrine.platform.text.AsciiSet;

/**
 * What upstreams may be told of the host that a client has asked for: less than the Host field may
 * be, since many put it into links.
 */
final class ForwardedHost {
  private static final AsciiSet NAME = AsciiSet.LETTERS_AND_DIGITS.and("._-");
  private static final AsciiSet IPV6 = AsciiSet.HEX_DIGITS.and(":.");
  private static final int LONGEST_NAME = 253;
  private static final int SHORTEST_IPV6 = 2;
  private static final int LONGEST_IPV6 = 45;
  private static final int LONGEST_PORT = 5;

  private ForwardedHost() {}

  /** Whether it is a name or an address, an IPv6 one in brackets, with or without a port. */
  static boolean isHost(String text) {
    int end = text.startsWith("[") ? endOfBrackets(text) : endOfName(text);
    return end > 0 && (end == text.length() || isColonAndPort(text, end));
  }

  /** Whether it is a number of one to five digits that does not begin with 0. */
  static boolean isPort(String text) {
    return text.length() <= LONGEST_PORT && AsciiSet.DIGITS.spells(text) && text.charAt(0) != '0';
  }

  /** Behind the name; 0 where there is none, or it is too long. */
  private static int endOfName(String text) {
    int end = NAME.end(text, 0);
    return end <= LONGEST_NAME ? end : 0;
  }

  /** Behind the closing bracket; 0 where what is between them cannot be an address. */
  private static int endOfBrackets(String text) {
    int closing = IPV6.end(text, 1);
    int length = closing - 1;
    return length >= SHORTEST_IPV6
            && length <= LONGEST_IPV6
            && closing < text.length()
            && text.charAt(closing) == ']'
        ? closing + 1
        : 0;
  }

  private static boolean isColonAndPort(String text, int colon) {
    int digits = text.length() - colon - 1;
    return text.charAt(colon) == ':'
        && digits >= 1
        && digits <= LONGEST_PORT
        && AsciiSet.DIGITS.end(text, colon + 1) == text.length();
  }
}
