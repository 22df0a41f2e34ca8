package dev.vitrine.gateway.discovery.kubernetes;

import java.util.List;
import java.util.Optional;

/**
 * The part of a {@code discovery.k8s.io/v1} EndpointSlice that the gateway uses, with the defaults
 * of the API filled in.
 */
record EndpointSlice(
    String name,
    String resourceVersion,
    AddressType addressType,
    List<Endpoint> endpoints,
    List<Port> ports) {

  /** What addresses a slice has; in the order of preference. */
  enum AddressType {
    IPV4,
    IPV6,
    /** Names: nobody tells what becomes of them, so they are not used. */
    FQDN
  }

  /**
   * One endpoint.
   *
   * @param address the first of its addresses; the API has all of them lead to the same place
   * @param uid of the pod; empty where there is none
   */
  record Endpoint(
      String address,
      String uid,
      boolean ready,
      boolean serving,
      boolean terminating,
      Optional<String> zone) {}

  /**
   * A TCP port of all endpoints of the slice.
   *
   * @param name empty where it has none
   */
  record Port(String name, int number) {}
}
