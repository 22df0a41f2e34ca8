package dev.vitrine.gateway.corpus;

import dev.vitrine.gateway.RunningGateway;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** The gateway, with little patience for its upstream. */
final class GatewayEdge implements Edge {
  private final RunningGateway gateway;

  private GatewayEdge(RunningGateway gateway) {
    this.gateway = gateway;
  }

  /** One at a time: each sets up the logs of the process. */
  static synchronized GatewayEdge before(int upstream) throws Exception {
    return new GatewayEdge(
        RunningGateway.with(
            Map.of(
                "VITRINE_EVENT_LOOPS", "1",
                "VITRINE_UPSTREAM_DEFAULTS_CLIENT_MAX_CONNECTIONS", "64",
                "VITRINE_ROUTE_DEFAULTS_HEAD_TIMEOUT", "1s",
                "VITRINE_ROUTE_DEFAULTS_HOLD", "50ms",
                "VITRINE_UPSTREAM_DEFAULTS_CLIENT_IDLE_TIMEOUT", "1500ms",
                "VITRINE_ROUTES", "[{path: /a, upstream: a, max-body: 1048576}]"),
            upstream));
  }

  /** Requests that are under way. */
  double inFlight() {
    return gateway.metric("gateway.upstream.in_flight");
  }

  @Override
  public int port() {
    return gateway.port();
  }

  @Override
  public int http2Port() {
    return gateway.port();
  }

  @Override
  public void close() throws TimeoutException {
    gateway.close();
  }
}
