package dev.vitrine.gateway.route;

import dev.vitrine.gateway.security.RouteProtection;
import dev.vitrine.platform.config.Fault;
import dev.vitrine.platform.config.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The routes, longest path first, so that the first that matches is the right one. */
public final class RouteTable {
  private final List<RouteConfig> routes;

  /**
   * Checks and orders the routes.
   *
   * @param upstreams the names that a route may lead to
   * @throws dev.vitrine.platform.config.InvalidConfigurationException for a path that is there
   *     twice, or leads nowhere
   */
  public RouteTable(List<RouteConfig> routes, Set<String> upstreams) {
    List<Fault> faults = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (int i = 0; i < routes.size(); i++) {
      RouteConfig route = routes.get(i);
      String key = "routes[" + i + "]";
      if (!paths.add(route.path())) {
        faults.add(new Fault(key + ".path", route.path(), "a path that no other route has"));
      }
      if (!upstreams.contains(route.upstream())) {
        faults.add(
            new Fault(
                key + ".upstream", route.upstream(), "one of " + String.join(", ", upstreams)));
      }
    }
    Require.none(faults);
    this.routes =
        routes.stream()
            .sorted(
                Comparator.comparingInt((RouteConfig route) -> route.path().length()).reversed())
            .toList();
  }

  /** What protects each route, by its path. */
  public Map<String, RouteProtection> protections() {
    return routes.stream()
        .collect(
            Collectors.toMap(RouteConfig::path, RouteConfig::protection, (first, again) -> first));
  }

  public List<RouteConfig> routes() {
    return routes;
  }
}
