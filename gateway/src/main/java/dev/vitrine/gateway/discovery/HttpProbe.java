package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.time.TimeLimit;
import dev.vitrine.gateway.time.Timers;
import dev.vitrine.gateway.upstream.HostPort;
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
    TimeLimit limit = new TimeLimit(timers, timeout);
    Future<HttpClientRequest> connected = client.request(options).onSuccess(HttpProbe::silence);
    return limit.of(
        limit.of(connected, HttpClientRequest::reset).compose(request -> answer(request, limit)),
        late -> {});
  }

  /** What becomes of it the probe tells; Vert.x would log each reset as an error. */
  private static void silence(HttpClientRequest request) {
    request.exceptionHandler(told -> {});
  }

  /** Of an endpoint that does not answer in time nothing more is expected; its connection ends. */
  private static Future<Integer> answer(HttpClientRequest request, TimeLimit limit) {
    return limit
        .of(request.send().compose(HttpProbe::status), late -> {})
        .onFailure(late -> request.reset());
  }

  private static Future<Integer> status(HttpClientResponse response) {
    return response.end().map(response.statusCode());
  }
}
