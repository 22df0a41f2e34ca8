package dev.vitrine.gateway.security.limit;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sets a deadline to each connection as it is accepted, long before Vert.x knows of it: Netty's own
 * extension point, which it finds by the class path and, as it is one for the whole process, uses
 * only where a system property says so. Only servers that are named here are concerned.
 */
public final class ConnectionDeadlines extends ChannelInitializerExtension {
  private static final Map<Integer, HeadTime> GUARDED = new ConcurrentHashMap<>();

  /** Made by Netty. */
  public ConnectionDeadlines() {}

  /**
   * Guards the server on a port. Each of its connections is to be taken over by {@link
   * HeadDeadline#watch} when Vert.x tells of it.
   *
   * @param time from the first byte until Vert.x knows the connection
   */
  public static void guard(int port, HeadTime time) {
    GUARDED.put(port, time);
  }

  /** Forgets a server that is no more. */
  public static void release(int port) {
    GUARDED.remove(port);
  }

  @Override
  public void postInitializeServerChildChannel(Channel channel) {
    if (channel.localAddress() instanceof InetSocketAddress address) {
      HeadTime time = GUARDED.get(address.getPort());
      if (time != null) {
        channel.pipeline().addFirst(new FirstHeadDeadline(time));
      }
    }
  }
}
