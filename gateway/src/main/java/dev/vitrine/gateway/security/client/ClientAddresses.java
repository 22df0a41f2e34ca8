package dev.vitrine.gateway.security.client;

import dev.vitrine.platform.telemetry.Exchange;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Finds out who asks, once, for the handlers that follow, and for the access log. */
public final class ClientAddresses implements Handler<RoutingContext> {
  private static final String KEY = ClientAddresses.class.getName();

  private final ForwardedFields forwarding;

  public ClientAddresses(ForwardedFields forwarding) {
    this.forwarding = forwarding;
  }

  /** The client of a request that has passed this handler. */
  public static Optional<ClientAddress> of(RoutingContext ctx) {
    return Optional.ofNullable(ctx.get(KEY));
  }

  @Override
  public void handle(RoutingContext ctx) {
    ClientAddress client = forwarding.client(ctx.request());
    ctx.put(KEY, client);
    Exchange.current().ifPresent(exchange -> exchange.askedBy(client.ip().toString()));
    ctx.next();
  }
}
