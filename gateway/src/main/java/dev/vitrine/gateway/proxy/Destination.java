package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.balance.EndpointChooser;
import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Upstream;
import java.util.function.Consumer;

/**
 * Where the requests of one event loop go: an upstream, and how it is reached.
 *
 * @param client how its endpoints are talked to
 * @param resilience what keeps its failures small
 * @param chooser which endpoint is next; for that event loop
 * @param unreachable told of an endpoint that could not be connected to
 */
public record Destination(
    Upstream upstream,
    ClientConfig client,
    Resilience resilience,
    EndpointChooser chooser,
    Consumer<Endpoint> unreachable) {}
