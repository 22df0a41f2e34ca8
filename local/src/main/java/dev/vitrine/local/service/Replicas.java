package dev.vitrine.local.service;

import dev.vitrine.local.state.ChildState;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many processes each service has.
 *
 * @param counts a number for every service
 */
public record Replicas(Map<Service, Integer> counts) {
  /** More than anyone needs on one machine. */
  public static final int MOST = 16;

  public Replicas {
    counts = Map.copyOf(counts);
  }

  /** One of each. */
  public static Replicas oneEach() {
    Map<Service, Integer> counts = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      counts.put(service, 1);
    }
    return new Replicas(counts);
  }

  /** The same with another number for one service. */
  public Replicas with(Service service, int count) {
    Map<Service, Integer> changed = new EnumMap<>(counts);
    changed.put(service, count);
    return new Replicas(changed);
  }

  /** How many of this service. */
  public int of(Service service) {
    return counts.getOrDefault(service, 0);
  }

  /** How many processes use the database. */
  public int usingDatabase() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().usesDatabase())
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** What a process is called: with its number only where there are several. */
  public String nameOf(String service, int replica) {
    boolean several = Service.of(service).map(this::of).orElse(1) > 1;
    return several && !service.equals(ChildState.DATABASE) ? service + " " + replica : service;
  }
}
