package dev.vitrine.gateway;

import dev.vitrine.gateway.route.RouteTable;
import dev.vitrine.gateway.security.EdgeRoutes;

/**
 * What of the configuration can change while the gateway runs: a snapshot, taken over as a whole.
 *
 * @param routes which requests go to which upstream
 * @param upstreams those upstreams
 * @param edge what protects them
 */
record Routing(RouteTable routes, ServedUpstreams upstreams, EdgeRoutes edge) {}
