package dev.vitrine.local.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Streams products into the product-service, the way any shop would fill its catalog. */
public final class CatalogImport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT_MILLIS = 2000;
  private static final int READ_MILLIS = 60_000;

  private final URI address;

  /**
   * An import into one service.
   *
   * @param service its public address, such as http://127.0.0.1:8000
   */
  public CatalogImport(URI service) {
    this.address = service.resolve("/products/import");
  }

  /** What became of an import. */
  public sealed interface Outcome {
    /** Every product is in the catalog. */
    record Loaded(int created, int updated) implements Outcome {}

    /** Not every product is, or none. */
    record Incomplete(String why) implements Outcome {}
  }

  /**
   * Sends the products; a product that is there already is updated, so a repetition harms nothing.
   *
   * @param sent is told how many have been sent so far
   */
  public Outcome load(List<DemoProduct> products, IntConsumer sent) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/x-ndjson");
    connection.setDoOutput(true);
    connection.setChunkedStreamingMode(0);
    try (OutputStream body = connection.getOutputStream()) {
      for (int i = 0; i < products.size(); i++) {
        body.write((products.get(i).toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        sent.accept(i + 1);
      }
    }
    return outcome(connection, products.size());
  }

  private static Outcome outcome(HttpURLConnection connection, int expected) throws IOException {
    int status = connection.getResponseCode();
    if (status != HttpURLConnection.HTTP_OK) {
      return new Outcome.Incomplete(
          "product-service answered " + status + ": " + text(connection.getErrorStream()));
    }
    String answer = text(connection.getInputStream());
    try {
      JsonNode counts = JSON.readTree(answer);
      boolean complete =
          counts.path("received").asInt() == expected && counts.path("failed").asInt() == 0;
      return complete
          ? new Outcome.Loaded(counts.path("created").asInt(), counts.path("updated").asInt())
          : new Outcome.Incomplete("product-service took only a part: " + answer);
    } catch (JsonProcessingException _) {
      return new Outcome.Incomplete("product-service answered: " + answer);
    }
  }

  private static String text(@Nullable InputStream body) throws IOException {
    if (body == null) {
      return "";
    }
    try (body) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return text.length() > 500 ? text.substring(0, 500) + " ..." : text;
    }
  }
}
