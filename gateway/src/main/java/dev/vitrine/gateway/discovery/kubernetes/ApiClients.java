package dev.vitrine.gateway.discovery.kubernetes;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client for the API server: another one as soon as other authorities are to be trusted.
 * For one thread, which may block.
 */
final class ApiClients {
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final URI url;
  private final ServiceAccount account;
  private @Nullable HttpClient client;
  private Buffer trusted = Buffer.buffer();

  ApiClients(Vertx vertx, URI url, ServiceAccount account) {
    this.vertx = vertx;
    this.url = url;
    this.account = account;
  }

  /** The client to use now. */
  HttpClient current() throws IOException {
    Buffer authorities = isSecure() ? account.authorities() : Buffer.buffer();
    if (client == null || !authorities.equals(trusted)) {
      close();
      client = vertx.createHttpClient(options(authorities));
      trusted = authorities;
    }
    return client;
  }

  /** Ends what is open. */
  void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }

  private HttpClientOptions options(Buffer authorities) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setDefaultHost(url.getHost().replaceAll("[\\[\\]]", ""))
            .setDefaultPort(port())
            .setConnectTimeout(Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
            .setKeepAliveTimeout(Math.toIntExact(KEEP_ALIVE.toSeconds()))
            .setTracingPolicy(TracingPolicy.IGNORE);
    if (isSecure()) {
      options
          .setSsl(true)
          .setSslHandshakeTimeout(HANDSHAKE_TIMEOUT.toSeconds())
          .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
          .setTrustOptions(new PemTrustOptions().addCertValue(authorities));
    }
    return options;
  }

  private boolean isSecure() {
    return "https".equals(url.getScheme());
  }

  private int port() {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return isSecure() ? 443 : 80;
  }
}
