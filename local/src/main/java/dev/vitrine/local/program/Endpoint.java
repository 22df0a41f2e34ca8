package dev.vitrine.local.program;

import org.jspecify.annotations.Nullable;

/**
 * Where a process is reached.
 *
 * @param port where it serves
 * @param managementPort where it answers about itself; null for one that does not
 */
public record Endpoint(int port, @Nullable Integer managementPort) {}
