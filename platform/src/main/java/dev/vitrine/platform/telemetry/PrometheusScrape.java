package dev.vitrine.platform.telemetry;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers {@code GET /metrics} in the format that the client asks for: OpenMetrics, with exemplars,
 * or Prometheus's text format.
 */
final class PrometheusScrape implements Handler<RoutingContext> {
  private final PrometheusMeterRegistry registry;

  PrometheusScrape(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void handle(RoutingContext ctx) {
    String accept = ctx.request().getHeader("Accept");
    boolean openMetrics = accept != null && accept.contains("application/openmetrics-text");
    String type =
        openMetrics
            ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
            : "text/plain; version=0.0.4; charset=utf-8";
    ctx.response().putHeader("Content-Type", type).end(registry.scrape(type));
  }
}
