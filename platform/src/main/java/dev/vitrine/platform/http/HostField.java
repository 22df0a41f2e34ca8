package dev.vitrine.platform.http;

import java.util.regex.Pattern;

/** What the Host field, or the authority of HTTP/2, may be (RFC 9110, section 7.2). */
public final class HostField {
  /**
   * A name, an IPv4 address, or an IPv6 address in brackets, and a port (RFC 3986, section 3.2.2).
   */
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._~!$&'()*+;=%-]+|\\[[0-9A-Fa-f:.]+])(:\\d{0,5})?");

  private HostField() {}

  /** Whether it names a host, with or without a port. */
  public static boolean isValid(String value) {
    return HOST.matcher(value).matches();
  }
}
