package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.upstream.HostPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** {@code GET /health/ready}. For one event loop. */
final class HttpProbe implements ReadinessProbes.Probe {
  private final HttpClient client;

  HttpProbe(Vertx vertx) {
    client = vertx.createHttpClient(new HttpClientOptions().setTracingPolicy(TracingPolicy.IGNORE));
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
            .setConnectTimeout(timeout.toMillis());
    return client
        .request(options)
        .compose(request -> answer(request, timeout))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Of an endpoint that does not answer in time nothing more is expected; its connection ends. */
  private static Future<Integer> answer(HttpClientRequest request, Duration timeout) {
    return request
        .send()
        .compose(HttpProbe::status)
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(late -> request.reset());
  }

  private static Future<Integer> status(HttpClientResponse response) {
    return response.end().map(response.statusCode());
  }
}
