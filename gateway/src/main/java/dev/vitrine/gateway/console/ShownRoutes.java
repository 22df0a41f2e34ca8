package dev.vitrine.gateway.console;

import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.route.RouteDefaults;
import java.util.List;

/**
 * The routes, for those who look at the gateway.
 *
 * @param routes in the order in which they are tried
 * @param defaults what holds for a route that does not say otherwise
 */
public record ShownRoutes(List<RouteConfig> routes, RouteDefaults defaults) {}
