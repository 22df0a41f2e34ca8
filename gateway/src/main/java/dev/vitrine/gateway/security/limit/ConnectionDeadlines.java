package dev.vitrine.gateway.security.limit;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sets a deadline to each connection as it is accepted, long before Vert.x knows of it: Netty's own
 * extension point, which it finds by the class path and, as it is one for the whole process, uses
 * only where a system property says so. Only servers that are named here are concerned.
 */
public final class ConnectionDeadlines extends ChannelInitializerExtension {
  private static final Map<Integer, Guard> GUARDED = new ConcurrentHashMap<>();

  private record Guard(Duration within, Runnable late) {}

  /** Made by Netty. */
  public ConnectionDeadlines() {}

  /**
   * Guards the server on a port. Each of its connections is to be taken over by {@link
   * HeadDeadline#watch} when Vert.x tells of it.
   *
   * @param within from the first byte until Vert.x knows the connection
   * @param late told of each connection that is ended so
   */
  public static void guard(int port, Duration within, Runnable late) {
    GUARDED.put(port, new Guard(within, late));
  }

  /** Forgets a server that is no more. */
  public static void release(int port) {
    GUARDED.remove(port);
  }

  @Override
  public void postInitializeServerChildChannel(Channel channel) {
    if (channel.localAddress() instanceof InetSocketAddress address) {
      Guard guard = GUARDED.get(address.getPort());
      if (guard != null) {
        channel.pipeline().addFirst(new FirstHeadDeadline(guard.within(), guard.late()));
      }
    }
  }
}
