package dev.vitrine.gateway.security.cors;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One origin (RFC 6454), or those of all names below one.
 *
 * @param scheme {@code http} or {@code https}
 * @param host what it is, or, with its dot in front, what it ends in
 * @param port as written; empty for the scheme's own
 */
record OriginPattern(String scheme, String host, String port) {
  private static final String LABEL = "[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?";

  private static final Pattern ORIGIN =
      Pattern.compile(
          "(https?)://((?:\\*\\.)?"
              + LABEL
              + "(?:\\."
              + LABEL
              + ")*|\\[[0-9a-f:.]{2,45}])(?::([1-9]\\d{0,4}))?");

  private static final int LONGEST = 300;

  /** Reads an origin as configured. */
  static Optional<OriginPattern> parse(String text) {
    Matcher origin = ORIGIN.matcher(text);
    if (text.length() > LONGEST || !origin.matches()) {
      return Optional.empty();
    }
    String host = origin.group(2);
    return Optional.of(
        new OriginPattern(
            origin.group(1),
            host.startsWith("*") ? host.substring(1) : host,
            port(origin.group(1), origin.group(3))));
  }

  /** Reads an origin as a browser sends it; {@code null} is none. */
  static Optional<OriginPattern> sent(String text) {
    return text.indexOf('*') < 0 ? parse(text.toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  boolean matches(OriginPattern origin) {
    boolean sameHost =
        host.startsWith(".") ? origin.host().endsWith(host) : origin.host().equals(host);
    return sameHost && origin.scheme().equals(scheme) && origin.port().equals(port);
  }

  private static String port(String scheme, @Nullable String port) {
    String own = scheme.equals("https") ? "443" : "80";
    return port == null || port.equals(own) ? "" : port;
  }
}
