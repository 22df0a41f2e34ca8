package dev.vitrine.local.service;

import java.util.Set;

/**
 * What is to run.
 *
 * @param replicas how many of each service
 * @param extras what else
 */
public record Selection(Replicas replicas, Set<Extra> extras) {
  public Selection {
    extras = Set.copyOf(extras);
  }

  /** One of each service, and nothing else. */
  public static Selection usual() {
    return new Selection(Replicas.oneEach(), Set.of());
  }

  /** Whether this is to run, too. */
  public boolean has(Extra extra) {
    return extras.contains(extra);
  }
}
