package dev.vitrine.gateway.proxy;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections to the endpoints of an upstream, so that those to an endpoint that is gone can be
 * closed. For one event loop.
 */
final class UpstreamConnections {
  /** How long the exchanges under way may last where the endpoint is no longer wanted. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Map<SocketAddress, Set<HttpConnection>> open = new HashMap<>();

  /** A connection was made. */
  void opened(HttpConnection connection) {
    SocketAddress address = connection.remoteAddress();
    open.computeIfAbsent(address, first -> new HashSet<>()).add(connection);
    connection.closeHandler(closed -> closed(address, connection));
  }

  /**
   * No request will be sent to this address any more: closes its connections, the idle ones now and
   * the others when they are done.
   */
  void retire(SocketAddress address) {
    List.copyOf(open.getOrDefault(address, Set.of()))
        .forEach(connection -> connection.shutdown(GRACE.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void closed(SocketAddress address, HttpConnection connection) {
    open.computeIfPresent(
        address,
        (at, connections) -> {
          connections.remove(connection);
          return connections.isEmpty() ? null : connections;
        });
  }
}
