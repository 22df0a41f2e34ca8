package dev.vitrine.gateway.balance;

import dev.vitrine.gateway.upstream.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Chooses the less loaded of two endpoints drawn at random (Mitzenmacher, 2001): nearly as even as
 * asking all, without their herding.
 */
public final class PowerOfTwoChoices {
  private final RandomGenerator random;

  public PowerOfTwoChoices(RandomGenerator random) {
    this.random = random;
  }

  /** One of the endpoints that are ready and not yet tried, or empty where there is none. */
  public Optional<Endpoint> pick(List<Endpoint> endpoints, Set<Endpoint> tried) {
    List<Endpoint> candidates =
        endpoints.stream()
            .filter(endpoint -> endpoint.isReady() && !tried.contains(endpoint))
            .toList();
    return switch (candidates.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(candidates.getFirst());
      default -> Optional.of(lessLoaded(candidates));
    };
  }

  private Endpoint lessLoaded(List<Endpoint> candidates) {
    int first = random.nextInt(candidates.size());
    // The second is drawn from the others, so that two draws are two endpoints.
    int second = (first + 1 + random.nextInt(candidates.size() - 1)) % candidates.size();
    Endpoint one = candidates.get(first);
    Endpoint other = candidates.get(second);
    return one.inFlight() <= other.inFlight() ? one : other;
  }
}
