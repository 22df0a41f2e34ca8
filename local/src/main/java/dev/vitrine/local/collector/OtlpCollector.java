package dev.vitrine.local.collector;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that takes spans over OTLP/HTTP.
 *
 * @param endpoint its address, as {@code OTEL_EXPORTER_OTLP_ENDPOINT} has it
 */
public record OtlpCollector(URI endpoint) {
  private static final String VARIABLE = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final int CONNECT_MILLIS = 250;
  private static final int READ_MILLIS = 1000;

  /** Where one listens unless told otherwise (OTLP 1.x, section "OTLP/HTTP Default Port"). */
  public static OtlpCollector usual() {
    return new OtlpCollector(URI.create("http://localhost:4318"));
  }

  /** Whether somebody has said where spans go, or that there are to be none. */
  public static boolean isChosen(Map<String, String> environment) {
    return List.of(VARIABLE, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_TRACES_EXPORTER").stream()
            .anyMatch(name -> !environment.getOrDefault(name, "").isBlank())
        || environment.getOrDefault("OTEL_SDK_DISABLED", "").strip().equalsIgnoreCase("true");
  }

  /** These variables, and that spans go here. */
  public Map<String, String> chosenIn(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put(VARIABLE, endpoint.toString());
    return Map.copyOf(all);
  }

  /**
   * Whether it takes an export of no spans: an empty message, which protobuf writes as no bytes.
   * Whoever else listens there does not. Within a second or so.
   */
  public boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) endpoint.resolve("/v1/traces").toURL().openConnection();
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(READ_MILLIS);
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", "application/x-protobuf");
      connection.setInstanceFollowRedirects(false);
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(0);
      try (OutputStream _ = connection.getOutputStream()) {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException _) {
      return false;
    }
  }
}
