package dev.vitrine.observability.slo;

import dev.vitrine.platform.config.Require;
import dev.vitrine.platform.telemetry.Buckets;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Routes of the gateway that share objectives.
 *
 * @param upstream who answers them
 * @param routes by path, as in the gateway's configuration
 * @param methods which of their requests; empty for all
 * @param availability percent of the requests that are to be answered without error
 * @param latency how fast; empty where no time is promised
 */
public record RouteGroup(
    String name,
    String upstream,
    List<String> routes,
    List<String> methods,
    double availability,
    Optional<Latency> latency) {

  public RouteGroup {
    Require.notBlank("name", name);
    Require.notBlank("upstream", upstream);
    Require.that(!routes.isEmpty(), "routes", routes, "at least one");
    percent("availability", availability);
  }

  /**
   * So many percent of the requests within a time.
   *
   * @param under a bound of the histogram's buckets
   */
  public record Latency(double percent, Duration under) {
    public Latency {
      RouteGroup.percent("percent", percent);
      Require.that(Set.of(Buckets.http()).contains(under), "under", under, "a bucket's bound");
    }
  }

  /** The part of requests that may fail, of an objective in percent: 0.001 of 99.9. */
  public static BigDecimal budget(double percent) {
    return BigDecimal.valueOf(100)
        .subtract(BigDecimal.valueOf(percent))
        .movePointLeft(2)
        .stripTrailingZeros();
  }

  private static void percent(String key, double value) {
    Require.that(value > 0 && value < 100, key, value, "a number between 0 and 100");
  }
}
