package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.upstream.ConnectionCount;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one pool to the endpoints of an upstream, so that they are counted, and that
 * those to an endpoint that is gone can be closed. For one event loop.
 */
final class UpstreamConnections {
  private final ConnectionCount count;
  private final Duration grace;
  private final Map<SocketAddress, Set<HttpConnection>> open = new HashMap<>();
  private final Set<HttpConnection> goingAway = new HashSet<>();

  /**
   * @param grace how long the exchanges under way may last where the endpoint is no longer wanted
   */
  UpstreamConnections(ConnectionCount count, Duration grace) {
    this.count = count;
    this.grace = grace;
  }

  /** A connection was made. */
  void opened(HttpConnection connection) {
    SocketAddress address = connection.remoteAddress();
    open.computeIfAbsent(address, first -> new HashSet<>()).add(connection);
    connection.closeHandler(closed -> closed(address, connection));
    Channel channel = ((ConnectionBase) connection).channel();
    if (channel.pipeline().get(Http2ConnectionHandler.class) != null) {
      connection.goAwayHandler(last -> goingAway.add(connection));
    }
    count(channel);
  }

  /** By the channel, which tells of its end even where that has come already. */
  private void count(Channel channel) {
    count.opened();
    var _ = channel.closeFuture().addListener(closed -> count.closed());
  }

  /** How many there are to this address, without those that take no more requests (GOAWAY). */
  int open(SocketAddress address) {
    int all = 0;
    for (HttpConnection connection : open.getOrDefault(address, Set.of())) {
      if (!goingAway.contains(connection)) {
        all++;
      }
    }
    return all;
  }

  /**
   * No request will be sent to this address any more: closes its connections, the idle ones now and
   * the others when they are done, or the grace is over.
   */
  void retire(SocketAddress address) {
    List.copyOf(open.getOrDefault(address, Set.of()))
        .forEach(connection -> connection.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void closed(SocketAddress address, HttpConnection connection) {
    goingAway.remove(connection);
    open.computeIfPresent(
        address,
        (at, connections) -> {
          connections.remove(connection);
          return connections.isEmpty() ? null : connections;
        });
  }
}
