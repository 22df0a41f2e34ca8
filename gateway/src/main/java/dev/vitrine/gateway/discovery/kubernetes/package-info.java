/** Endpoints as Kubernetes tells of them: the EndpointSlices of a Service, followed. */
@NullMarked
package dev.vitrine.gateway.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;
