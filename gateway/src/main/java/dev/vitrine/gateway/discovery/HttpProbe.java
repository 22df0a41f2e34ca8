package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.platform.time.TimeLimit;
import dev.vitrine.platform.time.Timers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;

/** {@code GET /health/ready}. For one event loop. */
final class HttpProbe implements ReadinessProbes.Probe {
  /** When a connection is given up that a probe did not get in time. */
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

  /** To one endpoint: more than there are probes in that time, so that each asks anew. */
  private static final int CONNECTIONS = 32;

  private final HttpClient client;
  private final Timers timers;

  HttpProbe(Vertx vertx, Timers timers) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(LONGEST_CONNECT.toMillis()))
                .setTracingPolicy(TracingPolicy.IGNORE),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    this.timers = timers;
  }

  @Override
  public Future<Integer> ask(HostPort management, Duration timeout) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setServer(management.socketAddress())
            .setHost(management.uriHost())
            .setPort(management.port())
            .setURI("/health/ready")
            .setConnectTimeout(TimeLimit.backstop(timeout).toMillis());
    Future<HttpClientRequest> request = client.request(options).onSuccess(HttpProbe::silence);
    Future<Integer> answer = request.compose(HttpClientRequest::send).compose(HttpProbe::status);
    // Of an endpoint that does not answer in time nothing more is expected; its connection ends.
    return new TimeLimit(timers, timeout)
        .of(answer, late -> {})
        .onFailure(fault -> request.onSuccess(HttpClientRequest::reset));
  }

  /** What becomes of it the probe tells; Vert.x would log each reset as an error. */
  private static void silence(HttpClientRequest request) {
    request.exceptionHandler(told -> {});
  }

  private static Future<Integer> status(HttpClientResponse response) {
    return response.end().map(response.statusCode());
  }
}
