package dev.vitrine.platform.http;

import dev.vitrine.platform.time.Timers.Cancellation;
import dev.vitrine.platform.time.VertxTimers;
import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.util.AttributeKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Ends the admittance of connections without losing one: Vert.x (5.0.12) takes the event loops away
 * while it still accepts, so that what it accepts meanwhile is reset, and closes what has just been
 * accepted like any idle connection, before its first request can be read. An extension of Netty,
 * as only that knows what is listened on, and what is accepted there.
 */
public final class Admittance extends ChannelInitializerExtension {
  private static final AttributeKey<Newcomers> NEWCOMERS =
      AttributeKey.valueOf(Admittance.class, "newcomers");
  private static final Set<ServerChannel> LISTENING = ConcurrentHashMap.newKeySet();

  /** Made by Netty. */
  public Admittance() {}

  /**
   * Accepts what the kernel has queued on a port, and nothing more, and waits for what was accepted
   * there: until each connection has had a request, or is closed.
   *
   * @param most to wait; a client may have connected for later
   */
  static Future<Void> end(Vertx vertx, int port, Duration most) {
    return Future.join(
            LISTENING.stream()
                .filter(channel -> isOn(channel, port))
                .map(channel -> end(vertx, channel, most))
                .toList())
        .mapEmpty();
  }

  private static boolean isOn(Channel channel, int port) {
    return channel.localAddress() instanceof InetSocketAddress address && address.getPort() == port;
  }

  private static Future<Void> end(Vertx vertx, ServerChannel channel, Duration most) {
    return AcceptQueue.empty(channel, most)
        .compose(accepted -> closed(channel))
        .compose(closed -> channel.attr(NEWCOMERS).get().gone(vertx, most));
  }

  private static Future<Void> closed(ServerChannel channel) {
    Promise<Void> closed = Promise.promise();
    channel.close().addListener(end -> closed.complete());
    return closed.future();
  }

  /** The connection of this request is new no more. */
  static void asked(HttpServerRequest request) {
    Channel channel = ((ConnectionBase) request.connection()).channel();
    Newcomers newcomers = channel.parent().attr(NEWCOMERS).get();
    if (newcomers != null) {
      newcomers.remove(channel);
    }
  }

  @Override
  public void postInitializeServerListenerChannel(ServerChannel channel) {
    channel.attr(NEWCOMERS).set(new Newcomers());
    LISTENING.add(channel);
    channel.closeFuture().addListener(end -> LISTENING.remove(channel));
  }

  @Override
  public void postInitializeServerChildChannel(Channel channel) {
    channel.parent().attr(NEWCOMERS).get().add(channel);
  }

  /** Connections that have had no request yet. */
  private static final class Newcomers {
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Promise<Void> gone;

    void add(Channel channel) {
      channels.add(channel);
      channel.closeFuture().addListener(end -> remove(channel));
    }

    void remove(Channel channel) {
      if (channels.remove(channel)) {
        tell();
      }
    }

    Future<Void> gone(Vertx vertx, Duration most) {
      Promise<Void> promise = Promise.promise();
      gone = promise;
      tell();
      Cancellation timer = new VertxTimers(vertx).after(most, promise::tryComplete);
      return promise.future().onComplete(end -> timer.cancel());
    }

    private void tell() {
      Promise<Void> waiting = gone;
      if (waiting != null && channels.isEmpty()) {
        waiting.tryComplete();
      }
    }
  }
}
