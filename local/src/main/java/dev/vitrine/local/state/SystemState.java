package dev.vitrine.local.state;

import dev.vitrine.local.process.ProcessIdentity;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that runs.
 *
 * @param phase how far the system is
 * @param supervisor the process that watches over the others
 * @param host the address that the services listen on
 * @param children in the order in which they are shown: gateway, services, Prometheus, database
 */
public record SystemState(
    Phase phase, ProcessIdentity supervisor, String host, List<ChildState> children) {
  private static final Comparator<ChildState> ORDER =
      Comparator.comparingInt(SystemState::rank)
          .thenComparing(ChildState::service)
          .thenComparingInt(ChildState::replica);

  public SystemState {
    // Read from a file, which may lack anything.
    Objects.requireNonNull(phase);
    Objects.requireNonNull(supervisor);
    Objects.requireNonNull(host);
    children = children.stream().sorted(ORDER).toList();
  }

  /** The same in another phase. */
  public SystemState in(Phase next) {
    return new SystemState(next, supervisor, host, children);
  }

  /** The same with this child added, or put in the place of its former self. */
  public SystemState with(ChildState child) {
    Stream<ChildState> others = children.stream().filter(other -> !other.sameAs(child));
    return new SystemState(
        phase, supervisor, host, Stream.concat(others, Stream.of(child)).toList());
  }

  /** The same without this child. */
  public SystemState without(String service, int replica) {
    return new SystemState(
        phase,
        supervisor,
        host,
        children.stream()
            .filter(child -> !(child.service().equals(service) && child.replica() == replica))
            .toList());
  }

  /** One child; empty when it has never been started. */
  public Optional<ChildState> child(String service, int replica) {
    return children.stream()
        .filter(child -> child.service().equals(service) && child.replica() == replica)
        .findFirst();
  }

  /** As people call a child: its service, and its number where there are several. */
  public String nameOf(ChildState child) {
    long replicas =
        children.stream().filter(other -> other.service().equals(child.service())).count();
    return replicas > 1 ? child.service() + " " + child.replica() : child.service();
  }

  /** The children whose process still runs. */
  public List<ChildState> alive() {
    return children.stream().filter(child -> child.process().alive()).toList();
  }

  // Clients before servers, the database last: also the order in which orphans are stopped.
  private static int rank(ChildState child) {
    return switch (child.service()) {
      case ChildState.GATEWAY -> 0;
      case ChildState.PROMETHEUS -> 2;
      case ChildState.DATABASE -> 3;
      default -> 1;
    };
  }
}
