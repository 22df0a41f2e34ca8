package dev.vitrine.local.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogImportTest {
  private final List<String> received = new ArrayList<>();
  private final List<String> headers = new ArrayList<>();
  private int status = 200;
  private String answer = "";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/products/import", this::receive);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void streamsOneProductALine() throws IOException {
    List<DemoProduct> products = DemoCatalog.products().subList(0, 3);
    List<Integer> progress = new ArrayList<>();
    answer = "{\"received\":3,\"created\":2,\"updated\":1,\"failed\":0,\"errors\":[]}";

    CatalogImport.Outcome outcome = new CatalogImport(address()).load(products, progress::add);

    assertThat(outcome).isEqualTo(new CatalogImport.Outcome.Loaded(2, 1));
    assertThat(received)
        .containsExactlyElementsOf(products.stream().map(DemoProduct::toJson).toList());
    assertThat(headers).containsExactly("POST", "application/x-ndjson", "chunked");
    assertThat(progress).containsExactly(1, 2, 3);
  }

  @Test
  void aProductThatWasRefusedIsNotOverlooked() throws IOException {
    answer = "{\"received\":3,\"created\":2,\"updated\":0,\"failed\":1,\"errors\":[{\"line\":2}]}";

    CatalogImport.Outcome outcome = load();

    assertThat(outcome)
        .isInstanceOfSatisfying(
            CatalogImport.Outcome.Incomplete.class,
            incomplete -> assertThat(incomplete.why()).contains("only a part", "\"line\":2"));
  }

  @Test
  void aRefusalIsToldWithItsReason() throws IOException {
    status = 422;
    answer = "{\"title\":\"Unprocessable Content\"}";

    assertThat(load())
        .isEqualTo(
            new CatalogImport.Outcome.Incomplete(
                "product-service answered 422: {\"title\":\"Unprocessable Content\"}"));
  }

  @Test
  void anAnswerThatIsNoJsonIsNotASuccess() throws IOException {
    answer = "hello";

    assertThat(load())
        .isEqualTo(new CatalogImport.Outcome.Incomplete("product-service answered: hello"));
  }

  @Test
  void aServiceThatIsNotThereIsAFailure() {
    server.stop(0);

    assertThatThrownBy(this::load).isInstanceOf(IOException.class);
  }

  private CatalogImport.Outcome load() throws IOException {
    return new CatalogImport(address()).load(DemoCatalog.products().subList(0, 3), sent -> {});
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void receive(HttpExchange exchange) throws IOException {
    headers.add(exchange.getRequestMethod());
    headers.add(exchange.getRequestHeaders().getFirst("Content-Type"));
    headers.add(exchange.getRequestHeaders().getFirst("Transfer-Encoding"));
    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .forEach(received::add);
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
