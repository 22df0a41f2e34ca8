package dev.vitrine.gateway.route;

import dev.vitrine.platform.config.Require;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One route, as configured: the path itself, and every path below it.
 *
 * @param path where it begins; {@code /products} takes {@code /products} and {@code /products/1},
 *     not {@code /productsX}
 * @param upstream the name of the upstream that serves it
 * @param maxBody bytes of a request's content; 10 MiB where absent
 */
public record RouteConfig(String path, String upstream, Optional<Long> maxBody) {
  private static final long DEFAULT_MAX_BODY = 10L * 1024 * 1024;
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

  private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.{1,2}(/|$)");

  public RouteConfig {
    Require.that(
        PATH.matcher(path).matches() && !DOT_SEGMENT.matcher(path).find(),
        "path",
        path,
        "a path such as /products, of unreserved characters, without a slash at its end");
    Require.notBlank("upstream", upstream);
    maxBody.ifPresent(bytes -> Require.between("max-body", bytes, 0, Long.MAX_VALUE));
  }

  /** Bytes of content that a request may have. */
  public long largestBody() {
    return maxBody.orElse(DEFAULT_MAX_BODY);
  }
}
