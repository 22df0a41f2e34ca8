package dev.vitrine.local.program;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.local.port.HostPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks a process by HTTP whether it is ready. */
public final class HttpReadiness {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MILLIS = 2000;

  private HttpReadiness() {}

  /** Asks a service of ours at its management port. */
  public static Health ask(String host, int managementPort) {
    return ask(URI.create(new HostPort(host, managementPort).url() + "/health/ready"));
  }

  /** Ready on 200; otherwise not yet, with what the answer says. */
  public static Health ask(URI address) {
    try {
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      int status = connection.getResponseCode();
      return status == HttpURLConnection.HTTP_OK
          ? new Health.Ready()
          : new Health.NotYet(reason(status, connection.getErrorStream()));
    } catch (IOException e) {
      return new Health.NotYet(
          "no answer at port " + address.getPort() + " (" + e.getMessage() + ")");
    }
  }

  private static String reason(int status, @Nullable InputStream body) throws IOException {
    String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    try {
      JsonNode reasons = JSON.readTree(text).path("reasons");
      return reasons.isEmpty()
          ? "it answers " + status
          : reasons.properties().stream()
              .map(reason -> reason.getKey() + ": " + reason.getValue().asText())
              .collect(Collectors.joining(", "));
    } catch (JsonProcessingException _) {
      return "it answers " + status;
    }
  }
}
