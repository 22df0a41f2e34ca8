package dev.vitrine.gateway.proxy;

import dev.vitrine.platform.config.Require;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How the gateway talks to upstreams.
 *
 * @param connectTimeout for a connection, the wait for a place in the pool included
 * @param headTimeout from the end of the request to the head of the answer
 * @param bodyIdleTimeout without a byte on a connection that is in use
 * @param keepAlive how long an idle connection is kept; shorter than services keep theirs, so that
 *     no request meets a connection that is just being closed
 * @param maxConnections to one endpoint, from one event loop
 * @param maxWaiting requests that may wait for such a connection
 * @param attempts endpoints tried, at most, for a request that none of them has seen
 */
public record ClientConfig(
    Duration connectTimeout,
    Duration headTimeout,
    Duration bodyIdleTimeout,
    Duration keepAlive,
    int maxConnections,
    int maxWaiting,
    int attempts) {

  public ClientConfig {
    Duration least = Duration.ofMillis(10);
    Duration most = Duration.ofHours(1);
    Require.between("connect-timeout", connectTimeout, least, most);
    Require.between("head-timeout", headTimeout, least, most);
    Require.between("body-idle-timeout", bodyIdleTimeout, least, most);
    Require.between("keep-alive", keepAlive, Duration.ofSeconds(1), most);
    Require.between("max-connections", maxConnections, 1, 65_535);
    Require.between("max-waiting", maxWaiting, 0, 1_000_000);
    Require.between("attempts", attempts, 1, 10);
  }

  /** The same, as Vert.x takes it. Spans of these calls are the gateway's own. */
  public HttpClientOptions options() {
    return new HttpClientOptions()
        .setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()))
        .setReadIdleTimeout(Math.toIntExact(bodyIdleTimeout.toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setKeepAliveTimeout(Math.toIntExact(keepAlive.toSeconds()))
        .setTracingPolicy(TracingPolicy.IGNORE);
  }

  /** The pool: bounded, and so is the queue before it. */
  public PoolOptions pool() {
    return new PoolOptions().setHttp1MaxSize(maxConnections).setMaxWaitQueueSize(maxWaiting);
  }
}
