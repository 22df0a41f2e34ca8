package dev.vitrine.platform.telemetry;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each request, lost ones too. Says what was asked and how it ended; never a query
 * string, a header or a body, which may hold a secret.
 */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("access");
  private static final int LONGEST_PATH = 256;

  void ended(Exchange exchange, Outcome outcome, long nanos) {
    HttpServerRequest request = exchange.request();
    String path = HttpServerObservation.pathOf(request);
    LoggingEventBuilder line =
        LOG.atLevel(outcome.status() >= 500 ? Level.WARN : Level.INFO)
            .addKeyValue("event", "http.request")
            .addKeyValue("http.request.method", exchange.method())
            .addKeyValue("url.path", path.substring(0, Math.min(path.length(), LONGEST_PATH)))
            .addKeyValue("http.route", exchange.route())
            .addKeyValue("http.response.status_code", outcome.status())
            .addKeyValue("duration_ms", Math.round(nanos / 10_000.0) / 100.0);
    String client = client(exchange);
    if (!client.isEmpty()) {
      line = line.addKeyValue("client.address", client);
    }
    if (!outcome.errorType().isEmpty()) {
      line = line.addKeyValue("error.type", outcome.errorType());
    }
    line.log("{} {} {}", exchange.method(), exchange.route(), outcome.status());
  }

  private static String client(Exchange exchange) {
    SocketAddress peer = exchange.request().remoteAddress();
    if (exchange.clientAddress() != null) {
      return exchange.clientAddress();
    }
    return peer == null || peer.hostAddress() == null ? "" : peer.hostAddress();
  }
}
