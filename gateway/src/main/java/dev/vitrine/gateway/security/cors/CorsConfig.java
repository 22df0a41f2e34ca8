package dev.vitrine.gateway.security.cors;

import dev.vitrine.platform.config.Default;
import dev.vitrine.platform.config.Meaning;
import dev.vitrine.platform.config.Require;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which pages of other origins may use a route, and how.
 *
 * @param origins {@code https://shop.example}, {@code https://*.shop.example} for every name below
 *     it, or {@code *} alone for all
 * @param methods what they may do; GET, HEAD and POST where empty
 * @param headers the request fields that they may set, beyond those that need no leave
 * @param exposedHeaders the fields of answers that they may read, beyond the plain ones
 * @param credentials whether they may use what a browser knows of its user; never for all origins
 * @param maxAge for how long a browser may remember the answer to a preflight
 */
public record CorsConfig(
    @Meaning(
            value =
                "https://shop.example, https://*.shop.example for every name below it,"
                    + " or * alone; at least one",
            required = true)
        List<String> origins,
    @Meaning("what they may do; []: GET, HEAD and POST") List<String> methods,
    @Meaning("the request fields that they may set, beyond those that need no leave")
        List<String> headers,
    @Meaning("the fields of answers that they may read, beyond the plain ones")
        List<String> exposedHeaders,
    @Default(
            value = "false",
            meaning =
                "whether they may use what a browser knows of its user; never for all origins")
        boolean credentials,
    @Default(
            value = "10m",
            meaning = "for how long a browser may remember the answer to a preflight")
        Duration maxAge) {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

  public CorsConfig {
    Require.that(!origins.isEmpty(), "origins", origins, "at least one origin");
    for (String origin : origins) {
      boolean all = origin.equals("*") && origins.size() == 1;
      Require.that(
          all || OriginPattern.parse(origin).isPresent(),
          "origins",
          origin,
          "https://name[:port], https://*.name, or * alone");
      Require.that(
          !(all && credentials),
          "credentials",
          credentials,
          "false, where all origins are allowed");
    }
    methods.forEach(method -> requireToken("methods", method));
    headers.forEach(header -> requireToken("headers", header));
    exposedHeaders.forEach(header -> requireToken("exposed-headers", header));
    Require.between("max-age", maxAge, Duration.ZERO, Duration.ofDays(1));
  }

  boolean allowsAll() {
    return origins.getFirst().equals("*");
  }

  List<OriginPattern> patterns() {
    return origins.stream().flatMap(origin -> OriginPattern.parse(origin).stream()).toList();
  }

  List<String> allowedMethods() {
    return methods.isEmpty() ? List.of("GET", "HEAD", "POST") : methods;
  }

  long maxAgeSeconds() {
    return maxAge.toSeconds();
  }

  private static void requireToken(String key, String value) {
    Require.that(
        TOKEN.matcher(value).matches() && !value.equals("*"), key, value, "names, each by itself");
  }
}
