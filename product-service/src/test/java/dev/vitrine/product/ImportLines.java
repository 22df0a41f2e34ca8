package dev.vitrine.product;

import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestClient.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lines to import, and the way to send them. */
final class ImportLines {
  static final String PATH = "/products/import";
  static final String TYPE = "application/x-ndjson";

  private ImportLines() {}

  /** A valid line, without its end. */
  static String line(String sku, String category, String price, int stock) {
    return """
    {"sku":"%s","name":"Name of %s","description":"","category":"%s","price":%s,\
    "currency":"EUR","stock":%d}\
    """
        .formatted(sku, sku, category, price, stock);
  }

  /** A valid line of the product with this number. */
  static String line(int number) {
    return line("SKU-" + number, "category-" + number % 5, number + ".50", number);
  }

  /** The lines {@code from} to {@code to}, the latter excluded. */
  static String lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(number -> line(number) + "\n")
        .collect(Collectors.joining());
  }

  static Answer send(TestClient client, String body) throws IOException, InterruptedException {
    return client.send("POST", PATH, BodyPublishers.ofString(body), "Content-Type", TYPE);
  }

  /** The head of an import, as it is on the wire. */
  static String head(String... fields) {
    List<String> head =
        new ArrayList<>(
            List.of("POST " + PATH + " HTTP/1.1", "Host: test", "Content-Type: " + TYPE));
    head.addAll(List.of(fields));
    return String.join("\r\n", head) + "\r\n\r\n";
  }

  /** The head of an import whose length is not known. */
  static String chunkedHead() {
    return head("Transfer-Encoding: chunked");
  }

  /** One chunk, as it is on the wire. */
  static String chunk(String content) {
    return Integer.toHexString(content.length()) + "\r\n" + content + "\r\n";
  }
}
