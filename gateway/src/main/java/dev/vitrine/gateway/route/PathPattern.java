package dev.vitrine.gateway.route;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which paths a route takes: its own and all below it, whatever parameters the segments have (RFC
 * 3986, section 3.3).
 *
 * <p>Servlet containers take parameters off before they look for what serves a path: {@code
 * /admin;x} must not pass what protects {@code /admin}. That is so too where the semicolon comes
 * encoded. By the specification of servlets (6.0, section 3.5.2) it is an ordinary character then,
 * as parameters go before anything is decoded; but whoever decodes first, or stands behind one who
 * does, reads {@code /admin} again. The others have nothing at such a path, unless a name begins
 * with that of a route and a semicolon.
 */
final class PathPattern {
  private static final String PARAMETERS = "(?:(?:;|%3[Bb])[^/]*+)?+";

  private PathPattern() {}

  /**
   * An expression for whole paths, as Vert.x looks at them: with unreserved characters decoded, and
   * no others.
   *
   * @param path of a route
   */
  static String of(String path) {
    String segments =
        Arrays.stream(path.split("/"))
            .filter(segment -> !segment.isEmpty())
            .map(segment -> "/" + Pattern.quote(segment) + PARAMETERS)
            .collect(Collectors.joining());
    return "(?s)" + segments + "(?:/.*)?";
  }
}
