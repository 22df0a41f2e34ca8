package dev.vitrine.observability.slo;

import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.Require;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is promised, and from where on somebody is told: the whole of {@code slo.yaml}.
 *
 * @param gateway the job by which Prometheus knows the gateway
 * @param services jobs of which at least one process is to be up
 * @param window over which the budget of errors is spent
 * @param groups routes that share objectives
 * @param burns how fast the budget may burn
 * @param requestsPerSecond with fewer of which no burn is told
 */
public record Slo(
    String gateway,
    List<String> services,
    Duration window,
    List<RouteGroup> groups,
    List<Burn> burns,
    double requestsPerSecond,
    Thresholds alerts,
    Links links) {

  public Slo {
    Require.notBlank("gateway", gateway);
    Require.that(services.contains(gateway), "services", services, "the gateway among them");
    Set<String> names = new HashSet<>();
    for (RouteGroup group : groups) {
      Require.that(names.add(group.name()), "groups", group.name(), "a name of its own for each");
    }
    Require.that(!burns.isEmpty(), "burns", burns, "at least one");
    Require.that(requestsPerSecond > 0, "requests-per-second", requestsPerSecond, "more than 0");
  }

  /**
   * Reads a file.
   *
   * @throws dev.vitrine.platform.config.InvalidConfigurationException with every fault found
   */
  public static Slo read(Path file) {
    return Configuration.readFile(file, Slo.class);
  }

  /** All windows of the burns, the shortest first. */
  public List<Duration> windows() {
    return List.copyOf(
        new TreeSet<>(
            burns.stream()
                .flatMap(burn -> Stream.of(burn.shortWindow(), burn.longWindow()))
                .toList()));
  }

  /**
   * Where the links in an alert lead, and those to one.
   *
   * @param grafana the address of Grafana, without a slash at its end
   * @param alertmanager that of Alertmanager, without one too
   * @param runbook the page of the runbook: its address, or where it is in this repository
   */
  public record Links(String grafana, String alertmanager, String runbook) {
    public Links {
      Require.that(!grafana.endsWith("/"), "grafana", grafana, "no slash at its end");
      Require.that(
          !alertmanager.endsWith("/"), "alertmanager", alertmanager, "no slash at its end");
      Require.notBlank("runbook", runbook);
    }
  }
}
