package dev.vitrine.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client of one port, HTTP/1.1. */
final class Client {
  private static final HttpClient HTTP = builder().build();

  private final HttpClient http;
  private final String base;

  private Client(HttpClient http, String base) {
    this.http = http;
    this.base = base;
  }

  static Client of(int port) {
    return new Client(HTTP, "http://127.0.0.1:" + port);
  }

  /** By TLS; trusts these certificates alone. */
  static Client secure(int port, Certificate... trusted)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < trusted.length; i++) {
      store.setCertificateEntry("trusted-" + i, trusted[i]);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return new Client(builder().sslContext(tls).build(), "https://127.0.0.1:" + port);
  }

  private static HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5));
  }

  /** An answer; status 0 where there is none. */
  record Answer(int status, String body, Optional<HttpResponse<String>> response) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(body);
    }

    String header(String name) {
      return response.flatMap(whole -> whole.headers().firstValue(name)).orElse("");
    }
  }

  Answer get(String path) throws InterruptedException {
    return send(request(path).GET().build());
  }

  /** Asks, and does not wait for what comes of it. */
  void askFor(String path) {
    var _ = http.sendAsync(request(path).GET().build(), BodyHandlers.discarding());
  }

  Answer post(String path, String type, String body) throws InterruptedException {
    return post(path, type, BodyPublishers.ofString(body));
  }

  Answer post(String path, String type, BodyPublisher body) throws InterruptedException {
    return send(request(path).header("Content-Type", type).POST(body).build());
  }

  CompletableFuture<HttpResponse<String>> postLater(String path, String type, BodyPublisher body) {
    return http.sendAsync(
        request(path).header("Content-Type", type).POST(body).build(), BodyHandlers.ofString());
  }

  /** Sends a request; its sender goes away when this is cancelled. */
  CompletableFuture<HttpResponse<Void>> sendLater(HttpRequest request) {
    return http.sendAsync(request, BodyHandlers.discarding());
  }

  /** Sends a request; a connection that is refused or breaks is an answer with status 0. */
  Answer send(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), Optional.of(response));
    } catch (IOException none) {
      return new Answer(0, String.valueOf(none), Optional.empty());
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(40));
  }
}
