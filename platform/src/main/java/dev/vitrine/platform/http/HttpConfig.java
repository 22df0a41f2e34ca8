package dev.vitrine.platform.http;

import dev.vitrine.platform.config.Require;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Where a server listens, and what it takes.
 *
 * @param host the address to bind
 * @param port the port to bind; 0 for a free one
 * @param idleTimeout after how long without traffic a connection is closed
 * @param maxHeaderSize bytes of all header fields together
 * @param maxUriLength bytes of the request line
 */
public record HttpConfig(
    String host, int port, Duration idleTimeout, int maxHeaderSize, int maxUriLength) {
  private static final int MOST_STREAMS = 100;

  public HttpConfig {
    Require.listeningHost("host", host);
    Require.listeningPort("port", port);
    Require.between("idle-timeout", idleTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
    Require.between("max-header-size", maxHeaderSize, 1_024, 1_048_576);
    Require.between("max-uri-length", maxUriLength, 256, 65_536);
  }

  /** The same, as Vert.x takes it. */
  public HttpServerOptions options() {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setIdleTimeout(Math.toIntExact(idleTimeout.toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setMaxHeaderSize(maxHeaderSize)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(MOST_STREAMS)
                .setMaxHeaderListSize(maxHeaderSize))
        .setMaxInitialLineLength(maxUriLength);
  }
}
