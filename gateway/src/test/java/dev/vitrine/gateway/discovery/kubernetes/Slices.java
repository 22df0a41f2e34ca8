package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.gateway.discovery.kubernetes.EndpointSlice.AddressType;
import java.util.List;
import java.util.Optional;

/** EndpointSlices as tests need them. */
final class Slices {
  private Slices() {}

  /** A slice of IPv4 endpoints with the ports that pods of ours have. */
  static EndpointSlice of(String name, EndpointSlice.Endpoint... endpoints) {
    return of(name, AddressType.IPV4, endpoints);
  }

  static EndpointSlice of(String name, AddressType type, EndpointSlice.Endpoint... endpoints) {
    return new EndpointSlice(
        name,
        "1",
        type,
        List.of(endpoints),
        List.of(new EndpointSlice.Port("http", 8080), new EndpointSlice.Port("management", 8081)));
  }

  static EndpointSlice.Endpoint ready(int pod) {
    return pod(pod, true, true, false);
  }

  static EndpointSlice.Endpoint notReady(int pod) {
    return pod(pod, false, false, false);
  }

  static EndpointSlice.Endpoint terminating(int pod) {
    return pod(pod, false, true, true);
  }

  static EndpointSlice.Endpoint pod(int pod, boolean ready, boolean serving, boolean terminating) {
    return new EndpointSlice.Endpoint(
        "10.0.0." + pod, "uid-" + pod, ready, serving, terminating, Optional.of("a"));
  }
}
