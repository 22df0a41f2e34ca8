package dev.vitrine.gateway.discovery;

import java.util.List;

/**
 * One upstream, as configured.
 *
 * @param endpoints where it is served, if no other source tells
 */
public record UpstreamConfig(List<EndpointConfig> endpoints) {}
