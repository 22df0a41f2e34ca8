package dev.vitrine.platform.telemetry;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers {@code GET /metrics} in the format that the client asks for: OpenMetrics, with exemplars,
 * or Prometheus's text format.
 */
final class PrometheusScrape implements Handler<RoutingContext> {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String TEXT = "text/plain";

  private final PrometheusMeterRegistry registry;

  PrometheusScrape(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void handle(RoutingContext ctx) {
    double openMetrics = weight(ctx, OPEN_METRICS);
    String type =
        openMetrics > 0 && openMetrics >= weight(ctx, TEXT)
            ? OPEN_METRICS + "; version=1.0.0; charset=utf-8"
            : TEXT + "; version=0.0.4; charset=utf-8";
    ctx.response().putHeader("Content-Type", type).end(registry.scrape(type));
  }

  /** How much the client wants a type that it names; 0 where it does not (RFC 9110, 12.5.1). */
  private static double weight(RoutingContext ctx, String type) {
    return ctx.parsedHeaders().accept().stream()
        .filter(range -> type.equalsIgnoreCase(range.component() + "/" + range.subComponent()))
        .mapToDouble(MIMEHeader::weight)
        .max()
        .orElse(0);
  }
}
