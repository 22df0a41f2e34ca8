package dev.vitrine.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Remembers of an upstream connection that it was closed by the gateway itself, as nothing had
 * moved on it for too long: an upstream that breaks off looks the same to whoever waits for the
 * rest of an answer. For the event loop of its connection.
 */
final class IdleEnd extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<Boolean> CLOSED =
      AttributeKey.valueOf("dev.vitrine.gateway.idle-end");

  private IdleEnd() {}

  /** Watches a connection that has just been made. */
  static void watch(HttpConnection connection) {
    channel(connection).pipeline().addBefore("handler", "idleEnd", new IdleEnd());
  }

  /** Whether it was closed for that. */
  static boolean has(HttpConnection connection) {
    return connection instanceof ConnectionBase
        && Boolean.TRUE.equals(channel(connection).attr(CLOSED).get());
  }

  private static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }

  /** Vert.x closes it within this call, or, where nobody uses it, does not. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      context.channel().attr(CLOSED).set(true);
    }
    context.fireUserEventTriggered(event);
    if (event instanceof IdleStateEvent && context.channel().isOpen()) {
      context.channel().attr(CLOSED).set(false);
    }
  }
}
