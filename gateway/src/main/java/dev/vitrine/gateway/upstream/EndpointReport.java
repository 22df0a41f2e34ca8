package dev.vitrine.gateway.upstream;

import java.util.Optional;

/**
 * One endpoint as a source of discovery tells of it.
 *
 * @param address where it serves
 * @param uid what tells it from another that had the same address before, such as the UID of a pod;
 *     empty where the source knows none
 * @param management where it tells whether it is ready; empty where nobody can ask
 * @param condition what the source says of it
 * @param zone where it runs; empty where the source does not know
 * @param weight its share of requests, relative to the others of its upstream; 1 to 1000
 */
public record EndpointReport(
    HostPort address,
    String uid,
    Optional<HostPort> management,
    Condition condition,
    Optional<String> zone,
    int weight) {
  /** The weight of an endpoint that nobody gave one. */
  public static final int DEFAULT_WEIGHT = 100;

  /** What a source says of an endpoint, in the terms of Kubernetes' EndpointSlice conditions. */
  public enum Condition {
    /** It may get requests, as far as the source knows. */
    READY,
    /** Serving and terminating: it still answers, and is used only when no other can. */
    TERMINATING,
    NOT_READY
  }

  /** An endpoint of which only the addresses are known. */
  public static EndpointReport of(HostPort address, Optional<HostPort> management) {
    return new EndpointReport(
        address, "", management, Condition.READY, Optional.empty(), DEFAULT_WEIGHT);
  }

  /** What stays the same from one report to the next, as long as it is the same process. */
  Identity identity() {
    return new Identity(uid, address, management);
  }

  record Identity(String uid, HostPort address, Optional<HostPort> management) {}
}
