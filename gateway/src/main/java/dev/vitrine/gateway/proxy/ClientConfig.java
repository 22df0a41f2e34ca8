package dev.vitrine.gateway.proxy;

import dev.vitrine.platform.config.Require;
import dev.vitrine.platform.time.TimeLimit;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How the gateway talks to an upstream.
 *
 * @param protocol spoken on its connections
 * @param connectTimeout for a connection, the wait for a place in the pool included
 * @param idleTimeout without a byte on a connection that is in use
 * @param keepAlive how long an idle connection is kept, in whole seconds; shorter than services
 *     keep theirs, so that no request meets a connection that is just being closed
 * @param trustedIdle in whole seconds; what cannot be sent again goes by no connection that was
 *     idle for longer, as that may just be closed all the same
 * @param maxConnections of HTTP/1.1 to one endpoint, from one event loop
 * @param maxH2cConnections of HTTP/2, the same; each carries as many requests at once as the
 *     endpoint lets it
 * @param maxWaiting requests that may wait for such a connection
 * @param removalGrace how long exchanges under way may last at an endpoint that is there no more
 */
public record ClientConfig(
    Protocol protocol,
    Duration connectTimeout,
    Duration idleTimeout,
    Duration keepAlive,
    Duration trustedIdle,
    int maxConnections,
    int maxH2cConnections,
    int maxWaiting,
    Duration removalGrace) {
  private static final Duration POOL_CHECK = Duration.ofMillis(500);

  public ClientConfig {
    Duration least = Duration.ofMillis(10);
    Duration most = Duration.ofHours(1);
    Require.between("connect-timeout", connectTimeout, least, most);
    Require.between("idle-timeout", idleTimeout, least, most);
    Require.between("keep-alive", keepAlive, Duration.ofSeconds(1), most);
    Require.wholeSeconds("keep-alive", keepAlive); // Vert.x knows no other
    Require.between("trusted-idle", trustedIdle, Duration.ofSeconds(1), keepAlive);
    Require.wholeSeconds("trusted-idle", trustedIdle);
    Require.between("max-connections", maxConnections, 1, 65_535);
    Require.between("max-h2c-connections", maxH2cConnections, 1, 65_535);
    Require.between("max-waiting", maxWaiting, 0, 1_000_000);
    Require.between("removal-grace", removalGrace, Duration.ZERO, Duration.ofHours(24));
  }

  /** What is spoken with an upstream. */
  public enum Protocol {
    /** HTTP/1.1, with a pool of connections. */
    HTTP1,
    /** HTTP/2 over TCP without TLS, with prior knowledge (RFC 9113, section 3.3). */
    H2C
  }

  /** The same, as Vert.x takes it. Spans of these calls are the gateway's own. */
  HttpClientOptions options(Duration idleKept) {
    int kept = Math.toIntExact(idleKept.toSeconds());
    return new HttpClientOptions()
        .setProtocolVersion(protocol == Protocol.H2C ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
        .setHttp2ClearTextUpgrade(false)
        .setConnectTimeout(Math.toIntExact(TimeLimit.backstop(connectTimeout).toMillis()))
        .setIdleTimeout(Math.toIntExact(idleTimeout.toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setKeepAliveTimeout(kept)
        .setHttp2KeepAliveTimeout(kept)
        .setTracingPolicy(TracingPolicy.IGNORE);
  }

  /** How many connections a pool has to one endpoint, at most. */
  int poolSize() {
    return switch (protocol) {
      case HTTP1 -> maxConnections;
      case H2C -> maxH2cConnections;
    };
  }

  /** The pool: bounded, and so is the queue before it. */
  PoolOptions pool() {
    // Vert.x (5.0.12) multiplies the two sizes: that of the protocol that is not spoken is one.
    return new PoolOptions()
        .setHttp1MaxSize(protocol == Protocol.HTTP1 ? poolSize() : 1)
        .setHttp2MaxSize(protocol == Protocol.H2C ? poolSize() : 1)
        .setCleanerPeriod(Math.toIntExact(POOL_CHECK.toMillis()))
        .setMaxWaitQueueSize(maxWaiting);
  }
}
