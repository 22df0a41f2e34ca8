package dev.vitrine.gateway.security.client;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Finds out who asks, once, for the handlers that follow. */
public final class ClientAddresses implements Handler<RoutingContext> {
  private static final String KEY = ClientAddresses.class.getName();

  private final Forwarding forwarding;

  public ClientAddresses(Forwarding forwarding) {
    this.forwarding = forwarding;
  }

  /** The client of a request that has passed this handler. */
  public static Optional<ClientAddress> of(RoutingContext ctx) {
    return Optional.ofNullable(ctx.get(KEY));
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.put(KEY, forwarding.client(ctx.request()));
    ctx.next();
  }
}
