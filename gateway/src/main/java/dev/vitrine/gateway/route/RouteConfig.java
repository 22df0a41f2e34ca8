package dev.vitrine.gateway.route;

import dev.vitrine.gateway.resilience.RetryConfig;
import dev.vitrine.gateway.security.RouteProtection;
import dev.vitrine.platform.config.KeyOf;
import dev.vitrine.platform.config.Meaning;
import dev.vitrine.platform.config.Require;
import dev.vitrine.platform.config.Unique;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * One route, as configured: the path itself, and every path below it.
 *
 * @param path where it begins; {@code /products} takes {@code /products}, {@code /products/1} and
 *     {@code /products;x=1}, not {@code /productsX}; {@code /} takes whatever no other route does
 * @param upstream the name of the upstream that serves it
 * @param hold how long a request waits for an endpoint to become ready; zero for not at all
 * @param headTimeout from the end of the request to the head of the answer, at each endpoint
 * @param totalTimeout from the head of the request to the end of the answer
 * @param streaming whether exchanges are meant to last: there is no total timeout then, and no
 *     least rate of content
 * @param hedging whether a GET whose answer is late is asked of a second endpoint
 * @param maxBody bytes of a request's content
 * @param retry when a request is sent again
 * @param protection from those who ask
 */
public record RouteConfig(
    @Meaning(
            "where it begins, by whole segments: /products takes /products/1 and /products;x=1, not"
                + " /productsX; / takes what no other route does")
        @Unique("a path that no other route has") String path,
    @Meaning("the name of the upstream that serves it") @KeyOf("upstreams") String upstream,
    Duration hold,
    Duration headTimeout,
    Duration totalTimeout,
    boolean streaming,
    boolean hedging,
    long maxBody,
    RetryConfig retry,
    RouteProtection protection) {
  /** Where the gateway itself tells how it is. */
  public static final String HEALTH = "/health";

  private static final String REST = "/";
  private static final Pattern PATH = Pattern.compile("/|(/[A-Za-z0-9._~-]+)+");

  private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.{1,2}(/|$)");

  public RouteConfig {
    Require.that(
        PATH.matcher(path).matches() && !DOT_SEGMENT.matcher(path).find(),
        "path",
        path,
        "a path such as /products, of unreserved characters, without a slash at its end,"
            + " or / for all that no other route takes");
    Require.that(
        !path.equals(HEALTH), "path", path, "another path: the gateway answers this one itself");
    Require.notBlank("upstream", upstream);
    Duration least = Duration.ofMillis(10);
    Duration most = Duration.ofHours(1);
    Require.between("hold", hold, Duration.ZERO, Duration.ofMinutes(1));
    Require.between("head-timeout", headTimeout, least, most);
    Require.between("total-timeout", totalTimeout, least, most);
    Require.between("max-body", maxBody, 0, Long.MAX_VALUE);
  }

  /** An expression that the paths of its requests match, and those of longer routes. */
  public String pattern() {
    return PathPattern.of(path);
  }

  /** What telemetry calls its requests, whatever their paths are. */
  public String template() {
    return path.equals(REST) ? "/*" : path + "/*";
  }
}
