package dev.vitrine.gateway.console;

import dev.vitrine.platform.http.Answers;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code GET /upstreams} on the management port: every route, every endpoint, its state, why, and
 * since when; where endpoints come from, and how old that knowledge is; what has come of requests;
 * the last changes. {@code docs/console.md} describes the form, which only grows.
 */
final class UpstreamsView implements Handler<RoutingContext> {
  private final Console console;

  UpstreamsView(Console console) {
    this.console = console;
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.response().putHeader("Cache-Control", "no-store");
    // Sums up every series, which is not for an event loop that serves.
    ctx.vertx()
        .executeBlocking(console::picture, false)
        .compose(picture -> Answers.json(ctx, 200, picture))
        .onFailure(ctx::fail);
  }
}
