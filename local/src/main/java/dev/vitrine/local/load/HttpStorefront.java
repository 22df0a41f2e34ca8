package dev.vitrine.local.load;

import dev.vitrine.local.port.HostPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A gateway, over HTTP/1.1 and connections that are kept. Nothing is sent twice. */
final class HttpStorefront implements Storefront {
  /** Above the 30 s after which the gateway gives up: what has no answer by then gets none. */
  static final Duration PATIENCE = Duration.ofSeconds(35);

  private static final int CONNECT_MILLIS = 2000;
  // Below the 75 s after which the gateway closes a connection: it never closes one in our hands.
  private static final int KEEP_ALIVE_SECONDS = 30;

  private final HttpClient client;
  private final HostPort address;

  /**
   * Describes it.
   *
   * @param most how many requests are under way at once
   */
  HttpStorefront(Vertx vertx, HostPort address, int most) {
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS),
            new PoolOptions().setHttp1MaxSize(most));
    this.address = address;
  }

  @Override
  public Future<Answer> send(Ask ask) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(ask.method()))
            .setHost(address.host())
            .setPort(address.port())
            .setURI(ask.target())
            .setTimeout(PATIENCE.toMillis());
    ask.headers().forEach(options::putHeader);
    return client
        .request(options)
        .compose(request ->
            ask.body().isEmpty() ? request.send() : request.send(Buffer.buffer(ask.body())))
        .compose(response -> response.body().<Answer>map(body -> given(response, body)))
        .otherwise(failure -> new Answer.None(String.valueOf(failure.getMessage())));
  }

  private static Answer given(HttpClientResponse response, Buffer body) {
    Map<String, String> headers = new TreeMap<>();
    response
        .headers()
        .forEach(field -> headers.put(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
    return new Answer.Given(response.statusCode(), headers, body.toString(StandardCharsets.UTF_8));
  }
}
