package dev.vitrine.platform.config;

import java.net.Inet6Address;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which texts can be where something listens; nothing is looked up. */
final class ListeningHost {
  private static final Pattern IPV4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

  /** Labels as resolvers take them (RFC 1123, 2.1, and underscores). */
  private static final Pattern NAME =
      Pattern.compile(
          "([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)*([A-Za-z0-9_-]{1,63})\\.?");

  /** No top-level domain is a number: such a text is meant for an address. */
  private static final Pattern NUMBER_LAST = Pattern.compile("(.*\\.)?[0-9]+\\.?");

  private static final int LONGEST_NAME = 254;

  private ListeningHost() {}

  static boolean isValid(String host) {
    if (host.indexOf(':') >= 0) {
      return isIpv6(host);
    }
    if (NUMBER_LAST.matcher(host).matches()) {
      return isIpv4(host);
    }
    return host.length() <= LONGEST_NAME && NAME.matcher(host).matches();
  }

  private static boolean isIpv4(String host) {
    Matcher matcher = IPV4.matcher(host);
    if (!matcher.matches()) {
      return false;
    }
    for (int i = 1; i <= matcher.groupCount(); i++) {
      if (Integer.parseInt(matcher.group(i)) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String host) {
    boolean inBrackets = host.startsWith("[") && host.endsWith("]");
    try {
      Inet6Address.ofLiteral(inBrackets ? host.substring(1, host.length() - 1) : host);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
