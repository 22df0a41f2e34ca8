package dev.vitrine.gateway;

import dev.vitrine.gateway.security.token.KeySource;
import dev.vitrine.gateway.security.token.TokenConfig;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The keys of tokens, as an endpoint of the upstream publishes them, any one that is ready. */
final class UpstreamKeys implements KeySource {
  private static final int MOST_BYTES = 64 * 1024;
  private static final int CONNECT_MILLIS = 1_000;
  private static final int SECONDS = 3;

  private final UpstreamRegistry registry;
  private final TokenConfig config;
  private final RandomGenerator random;
  private final HttpClient client;

  UpstreamKeys(Vertx vertx, UpstreamRegistry registry, TokenConfig config, RandomGenerator random) {
    this.registry = registry;
    this.config = config;
    this.random = random;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAlive(false));
  }

  @Override
  public Future<Buffer> fetch() {
    List<Endpoint> ready =
        registry.upstreams().stream()
            .filter(upstream -> upstream.name().equals(config.jwksUpstream()))
            .flatMap(upstream -> upstream.endpoints().stream())
            .filter(Endpoint::isReady)
            .toList();
    if (ready.isEmpty()) {
      return Future.failedFuture("no endpoint of " + config.jwksUpstream() + " is ready");
    }
    Endpoint endpoint = ready.get(random.nextInt(ready.size()));
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(endpoint.socketAddress())
                .setHost(endpoint.address().host())
                .setPort(endpoint.address().port())
                .setURI(config.jwksPath()))
        .compose(UpstreamKeys::answer)
        .timeout(SECONDS, TimeUnit.SECONDS);
  }

  /** Of an endpoint that does not answer in time nothing more is expected; its connection ends. */
  private static Future<Buffer> answer(HttpClientRequest request) {
    return request
        .send()
        .compose(UpstreamKeys::content)
        .timeout(SECONDS, TimeUnit.SECONDS)
        .onFailure(late -> request.reset());
  }

  private static Future<Buffer> content(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      response.request().reset();
      return Future.failedFuture("status " + response.statusCode());
    }
    Promise<Buffer> content = Promise.promise();
    Buffer read = Buffer.buffer();
    response.exceptionHandler(content::tryFail);
    response.endHandler(end -> content.tryComplete(read));
    response.handler(chunk -> {
      if (read.length() + chunk.length() > MOST_BYTES) {
        content.tryFail("more than " + MOST_BYTES + " bytes");
        response.request().reset();
      } else {
        read.appendBuffer(chunk);
      }
    });
    return content.future();
  }
}
