package dev.vitrine.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.platform.testing.Link;
import dev.vitrine.platform.testing.MalformedRequests;
import dev.vitrine.platform.testing.MalformedRequests.Sent;
import dev.vitrine.platform.testing.RunningService;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestClient.Answer;
import dev.vitrine.platform.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogIT {
  private static final int PRODUCTS = 50;

  private static TestDatabase database;
  private static Link link;
  private static RunningService service;
  private static TestClient client;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.migrated("product_service");
    link = Link.to(database);
    service = ProductServices.start(database, link);
    client = service.client();
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
    link.close();
    database.close();
  }

  /** Products 1 to 50, ten in each of five categories; their ids are their numbers. */
  @BeforeEach
  void fill() throws Exception {
    database.execute(
        "TRUNCATE product RESTART IDENTITY",
        """
        INSERT INTO product (sku, name, description, category, price, currency, stock)
        SELECT 'SKU-' || n, 'Name ' || n, '', 'category-' || mod(n, 5), n + 0.5, 'EUR', n
          FROM generate_series(1, %d) AS n
        """
            .formatted(PRODUCTS));
  }

  private static List<Long> idsOf(Answer page) {
    List<Long> ids = new ArrayList<>();
    page.json().forEach(product -> ids.add(product.get("id").asLong()));
    return ids;
  }

  @Test
  void showsAProduct() throws Exception {
    Answer answer = client.get("/products/7");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.body())
        .startsWith(
            "{\"id\":7,\"sku\":\"SKU-7\",\"name\":\"Name 7\",\"description\":\"\","
                + "\"category\":\"category-2\",\"price\":7.50,\"currency\":\"EUR\",\"stock\":7,"
                + "\"created_at\":\"");
    JsonNode product = answer.json();
    assertThat(product.size()).isEqualTo(10);
    assertThat(Instant.parse(product.get("created_at").asText()))
        .isCloseTo(Instant.now(), within(Duration.ofMinutes(5)));
    assertThat(product.get("updated_at")).isEqualTo(product.get("created_at"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.00", "0.1, 0.10", "9999999999.99, 9999999999.99", "1000000, 1000000.00"})
  void writesPricesWithTwoDecimals(String stored, String written) throws Exception {
    database.execute("UPDATE product SET price = " + stored + " WHERE id = 1");

    assertThat(client.get("/products/1").body()).contains("\"price\":" + written + ",");
    assertThat(client.get("/products?limit=1").body()).contains("\"price\":" + written + ",");
  }

  @Test
  void showsAProductOnlyWhereTheClientDoesNotHaveIt() throws Exception {
    String tag = client.get("/products/7").header("ETag");

    Answer same = client.get("/products/7", "If-None-Match", tag);
    database.execute("UPDATE product SET stock = 0, version = version + 1 WHERE id = 7");
    Answer changed = client.get("/products/7", "If-None-Match", tag);

    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"51", "0", "-1", "abc", "007", "9223372036854775808", "1%00"})
  void knowsNoOtherProducts(String id) throws Exception {
    Answer answer = client.get("/products/" + id);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("detail").asText()).isEqualTo("There is no such product.");
  }

  @Test
  void listsProductsPageByPage() throws Exception {
    Answer first = client.get("/products?limit=20");
    Answer second = client.get(first.next().orElseThrow());
    Answer third = client.get(second.next().orElseThrow());

    assertThat(first.json().isArray()).isTrue();
    assertThat(idsOf(first)).hasSize(20).startsWith(1L, 2L).endsWith(20L);
    assertThat(idsOf(second)).hasSize(20).startsWith(21L);
    assertThat(idsOf(third)).hasSize(10).endsWith(50L);
    assertThat(third.next()).isEmpty();
    assertThat(idsOf(client.get("/products"))).hasSize(20);
  }

  @Test
  void listsTheProductsOfACategoryPageByPage() throws Exception {
    Answer first = client.get("/products?category=category-3&limit=6");
    Answer second = client.get(first.next().orElseThrow());

    assertThat(first.next().orElseThrow()).contains("category=category-3", "limit=6");
    assertThat(idsOf(first)).containsExactly(3L, 8L, 13L, 18L, 23L, 28L);
    assertThat(idsOf(second)).containsExactly(33L, 38L, 43L, 48L);
    assertThat(second.next()).isEmpty();
    assertThat(client.get("/products?category=none").body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=101",
        "limit=x",
        "cursor=x",
        "cursor=Af__________",
        "category=Kitchen",
        "category=a_b",
        "category=a&category=b",
        "category=%00",
        "limit=5&limit=5"
      })
  void refusesParametersThatItCannotUse(String query) throws Exception {
    Answer answer = client.get("/products?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").asText()).startsWith("The parameter '");
  }

  @Test
  void listsOnlyWhatTheClientDoesNotHave() throws Exception {
    Answer first = client.get("/products?limit=5");
    Answer same = client.get("/products?limit=5", "If-None-Match", first.header("ETag"));

    database.execute("UPDATE product SET stock = 0 WHERE id = 5");
    Answer changed = client.get("/products?limit=5", "If-None-Match", first.header("ETag"));

    assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
    assertThat(same.status()).isEqualTo(304);
    assertThat(changed.status()).isEqualTo(200);
  }

  @Test
  void showsEachProductOnceThoughOthersAreAdded() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch adding = new CountDownLatch(3);
    Thread writer = Thread.ofPlatform().start(() -> addUntil(done, adding));
    adding.await();

    List<Long> seen = new ArrayList<>();
    Optional<String> next = Optional.of("/products?limit=3");
    while (next.isPresent() && seen.size() < 10 * PRODUCTS) {
      Answer page = client.get(next.get());
      seen.addAll(idsOf(page));
      next = page.next();
    }
    done.set(true);
    writer.join();

    assertThat(seen).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(PRODUCTS);
    assertThat(seen.subList(0, PRODUCTS)).endsWith((long) PRODUCTS);
  }

  private static void addUntil(AtomicBoolean done, CountDownLatch adding) {
    for (int i = 1_000; !done.get(); i += 5) {
      try {
        assertThat(ImportLines.send(client, ImportLines.lines(i, i + 5)).status()).isEqualTo(200);
        adding.countDown();
      } catch (Exception failure) {
        throw new IllegalStateException(failure);
      }
    }
  }

  @Test
  void countsTheProductsOfEachCategory() throws Exception {
    database.execute("DELETE FROM product WHERE category = 'category-4' AND id > 4");

    Answer answer = client.get("/categories");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "[{\"name\":\"category-0\",\"count\":10},{\"name\":\"category-1\",\"count\":10},"
                + "{\"name\":\"category-2\",\"count\":10},{\"name\":\"category-3\",\"count\":10},"
                + "{\"name\":\"category-4\",\"count\":1}]");
    assertThat(client.get("/categories", "If-None-Match", answer.header("ETag")).status())
        .isEqualTo(304);
  }

  @Test
  void isEmptyWhereNothingIs() throws Exception {
    database.execute("TRUNCATE product");

    assertThat(client.get("/products").body()).isEqualTo("[]");
    assertThat(client.get("/categories").body()).isEqualTo("[]");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /products, 'GET, HEAD'",
    "POST, /products/7, 'GET, HEAD'",
    "DELETE, /categories, 'GET, HEAD'",
    "GET, /products/import, POST",
    "POST, /health, 'GET, HEAD'",
  })
  void refusesOtherMethods(String method, String path, String allowed) throws Exception {
    Answer answer = client.send(method, path, BodyPublishers.noBody());

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/products", "/products/7", "/categories", "/health"})
  void answersHeadAsGetAndRefusesOtherTypes(String path) throws Exception {
    Answer head = client.send("HEAD", path, BodyPublishers.noBody());
    Answer xml = client.get(path, "Accept", "application/xml");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo(client.get(path).header("Content-Length"));
    assertThat(head.body()).isEmpty();
    assertThat(xml.status()).isEqualTo(406);
  }

  @Test
  void isUnavailableWhileTheDatabaseIsAwayAndRecovers() throws Exception {
    assertThat(client.get("/products").status()).isEqualTo(200);
    link.cut();

    for (String path : List.of("/products", "/products/7", "/categories")) {
      Answer answer = client.get(path);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      assertThat(answer.json().get("type").asText()).endsWith(":database-unavailable");
      assertThat(answer.body()).doesNotContain("Exception", "java", "5432", "Connection refused");
    }
    assertThat(client.get("/health").json())
        .isEqualTo(
            new ObjectMapper().valueToTree(Map.of("status", "ok", "service", "product-service")));

    link.restore();
    Awaitility.await()
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(client.get("/products").status()).isEqualTo(200));
  }

  @Test
  void answersNoMalformedRequestByAFaultOfItsOwn() throws Exception {
    var requests =
        new MalformedRequests(
            1,
            List.of("/products", "/products/7", "/categories", "/health", ImportLines.PATH),
            ImportLines.TYPE,
            Map.of(
                "sku", "\"MUG-01\"",
                "name", "\"Mug\"",
                "description", "\"\"",
                "category", "\"kitchen\"",
                "price", "12.5",
                "currency", "\"EUR\"",
                "stock", "3"));

    List<Sent> sent = requests.send(client, 1_000);

    assertThat(sent.stream().filter(one -> !one.isFair())).isEmpty();
    assertThat(sent).extracting(Sent::status).contains(200, 400, 404, 405, 406, 415);
  }
}
