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
        LogEvent.HTTP_REQUEST
            .at(outcome.status() >= 500 ? Level.WARN : Level.INFO, LOG)
            .addKeyValue(LogField.METHOD.key(), exchange.method())
            .addKeyValue(
                LogField.PATH.key(), path.substring(0, Math.min(path.length(), LONGEST_PATH)))
            .addKeyValue(LogField.ROUTE.key(), exchange.route())
            .addKeyValue(LogField.STATUS.key(), outcome.status())
            .addKeyValue(LogField.DURATION.key(), Math.round(nanos / 10_000.0) / 100.0);
    String client = client(exchange);
    if (!client.isEmpty()) {
      line = LogField.CLIENT.on(line, client);
    }
    if (!outcome.errorType().isEmpty()) {
      line = LogField.ERROR_TYPE.on(line, outcome.errorType());
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
