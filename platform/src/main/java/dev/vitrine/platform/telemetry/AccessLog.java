package dev.vitrine.platform.telemetry;

import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line for each request, lost ones too; of those that went well and fast, for a part. Says what
 * was asked and how it ended; never a query string, a header or a body, which may hold a secret.
 */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("access");
  private static final int LONGEST_PATH = 256;

  /** As in the promise of latency, and in what the collector keeps of traces. */
  private static final long SLOW_NANOS = Duration.ofMillis(300).toNanos();

  private final double sampling;
  private final DoubleSupplier random;

  /**
   * @param sampling of requests that went well and fast, which part has a line, from 0 to 1
   * @param random from 0 to 1, without 1; safe for any thread
   */
  AccessLog(double sampling, DoubleSupplier random) {
    this.sampling = sampling;
    this.random = random;
  }

  void ended(Exchange exchange, Outcome outcome, long nanos) {
    if (isOrdinary(outcome, nanos) && random.getAsDouble() >= sampling) {
      return;
    }
    String path = HttpServerObservation.pathOf(exchange.request());
    LoggingEventBuilder line =
        LogEvent.HTTP_REQUEST
            .at(outcome.serverError() ? Level.WARN : Level.INFO, LOG)
            .addKeyValue(LogField.METHOD.key(), exchange.method())
            .addKeyValue(LogField.ROUTE.key(), exchange.route())
            .addKeyValue(LogField.STATUS.key(), outcome.status())
            .addKeyValue(LogField.DURATION.key(), Math.round(nanos / 10_000.0) / 100.0);
    if (!path.isEmpty()) {
      line = LogField.PATH.on(line, path.substring(0, Math.min(path.length(), LONGEST_PATH)));
    }
    String client = client(exchange);
    if (!client.isEmpty()) {
      line = LogField.CLIENT.on(line, client);
    }
    if (!outcome.errorType().isEmpty()) {
      line = LogField.ERROR_TYPE.on(line, outcome.errorType());
    }
    String problem = exchange.problem();
    if (problem != null) {
      line = LogField.REASON.on(line, problem);
    }
    line.log("{} {} {}", exchange.method(), exchange.route(), outcome.status());
  }

  /** One that nobody is going to ask about. */
  private static boolean isOrdinary(Outcome outcome, long nanos) {
    return outcome.status() < 400 && outcome.errorType().isEmpty() && nanos < SLOW_NANOS;
  }

  private static String client(Exchange exchange) {
    SocketAddress peer = exchange.request().remoteAddress();
    if (exchange.clientAddress() != null) {
      return exchange.clientAddress();
    }
    return peer == null || peer.hostAddress() == null ? "" : peer.hostAddress();
  }
}
