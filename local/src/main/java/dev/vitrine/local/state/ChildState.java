package dev.vitrine.local.state;

import dev.vitrine.local.port.HostPort;
import dev.vitrine.local.process.ProcessIdentity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One process that the supervisor started.
 *
 * @param service its service, such as "user-service", "gateway", "database"
 * @param replica counted from 1
 * @param process its latest process
 * @param port where it serves; null while unknown
 * @param managementPort where it answers about itself; null while unknown, and for what is no
 *     service of ours: the database, Prometheus
 * @param ready whether the supervisor has seen this very process ready
 */
public record ChildState(
    String service,
    int replica,
    ProcessIdentity process,
    @Nullable Integer port,
    @Nullable Integer managementPort,
    boolean ready) {
  /** The service that PostgreSQL appears as. */
  public static final String DATABASE = "database";

  /** The service at the edge. */
  public static final String GATEWAY = "gateway";

  /** What Prometheus appears as. */
  public static final String PROMETHEUS = "prometheus";

  private static final String LOOPBACK = "127.0.0.1";

  public ChildState {
    // Read from a file, which may lack anything.
    Objects.requireNonNull(service);
    Objects.requireNonNull(process);
  }

  /**
   * Where it is reached, as a URL; empty while that is not known.
   *
   * @param host the address by which the services are reached; the database and Prometheus are on
   *     127.0.0.1
   */
  public String url(String host) {
    if (port == null) {
      return "";
    }
    return switch (service) {
      case DATABASE -> "postgresql://" + new HostPort(LOOPBACK, port);
      case PROMETHEUS -> new HostPort(LOOPBACK, port).url();
      default -> new HostPort(host, port).url();
    };
  }

  /** The same, after the supervisor has looked whether it is ready. */
  public ChildState ready(boolean now) {
    return new ChildState(service, replica, process, port, managementPort, now);
  }

  boolean sameAs(ChildState other) {
    return service.equals(other.service) && replica == other.replica;
  }
}
