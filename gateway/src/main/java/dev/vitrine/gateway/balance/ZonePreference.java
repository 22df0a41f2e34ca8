package dev.vitrine.gateway.balance;

import dev.vitrine.gateway.upstream.Endpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Keeps requests in the gateway's own zone as long as the endpoints there can carry the zone's
 * share. Takes it that clients, and so the gateways, are spread evenly over the zones that have
 * endpoints: of Z zones each gets 1/Z of the requests. Where the own zone has less than 1/Z of the
 * capacity, only that part stays, and the rest goes to the others (Envoy's zone-aware routing rests
 * on the same idea).
 */
final class ZonePreference {
  private final Optional<String> ownZone;
  private final RandomGenerator random;

  ZonePreference(Optional<String> ownZone, RandomGenerator random) {
    this.ownZone = ownZone;
    this.random = random;
  }

  /** Narrows {@code candidates} in place to one side of the zone's border. */
  void narrow(List<Endpoint> candidates) {
    if (ownZone.isEmpty() || candidates.size() < 2) {
      return;
    }
    Set<Optional<String>> zones = new HashSet<>();
    long all = 0;
    long own = 0;
    for (Endpoint endpoint : candidates) {
      zones.add(endpoint.zone());
      all += endpoint.weight();
      own += endpoint.zone().equals(ownZone) ? endpoint.weight() : 0;
    }
    if (own == 0 || zones.size() < 2) {
      return;
    }
    double stays = (double) own / all * zones.size();
    boolean stay = stays >= 1 || random.nextDouble() < stays;
    candidates.removeIf(endpoint -> endpoint.zone().equals(ownZone) != stay);
  }
}
