package dev.vitrine.gateway.upstream;

import java.util.Optional;

/**
 * One endpoint as a source of discovery tells of it.
 *
 * @param address where it serves
 * @param management where it tells whether it is ready; empty where nobody can ask
 */
public record EndpointAddress(HostPort address, Optional<HostPort> management) {}
