package dev.vitrine.platform.http;

import dev.vitrine.platform.text.AsciiSet;

/** What the Host field, or the authority of HTTP/2, may be (RFC 9110, section 7.2). */
public final class HostField {
  private static final AsciiSet NAME = AsciiSet.LETTERS_AND_DIGITS.and("._~!$&'()*+;=%-");
  private static final AsciiSet IPV6 = AsciiSet.HEX_DIGITS.and(":.");
  private static final int LONGEST_PORT = 5;

  private HostField() {}

  /**
   * Whether it names a host, with or without a port: a name, an IPv4 address, or an IPv6 address in
   * brackets (RFC 3986, section 3.2.2).
   */
  public static boolean isValid(String value) {
    int end = value.startsWith("[") ? endOfBrackets(value) : NAME.end(value, 0);
    return end > 0 && (end == value.length() || isPort(value, end));
  }

  /** Behind the closing bracket; 0 where that is missing, or nothing between them. */
  private static int endOfBrackets(String value) {
    int closing = IPV6.end(value, 1);
    return closing > 1 && closing < value.length() && value.charAt(closing) == ']'
        ? closing + 1
        : 0;
  }

  /** It may be empty: RFC 3986, section 3.2.3. */
  private static boolean isPort(String value, int colon) {
    return value.charAt(colon) == ':'
        && value.length() - colon - 1 <= LONGEST_PORT
        && AsciiSet.DIGITS.end(value, colon + 1) == value.length();
  }
}
