package dev.vitrine.local.supervisor;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** Whether the gateway has found the services that it leads to. */
final class GatewayRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 1000;
  private static final Duration PAUSE = Duration.ofMillis(50);

  private GatewayRoutes() {}

  /** Waits until every route leads somewhere; gives up, without a fuss, after the patience. */
  static void await(URI gateway, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!lead(gateway) && System.nanoTime() < deadline) {
      Thread.sleep(PAUSE);
    }
  }

  private static boolean lead(URI gateway) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) gateway.resolve("/health").toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      try (InputStream body = connection.getInputStream()) {
        return JSON.readTree(body).path("status").asText().equals("ok");
      }
    } catch (IOException _) {
      return false;
    }
  }
}
