package dev.vitrine.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private final Findings found = new Findings();
  private final Random random = new Random(1);

  @Test
  void aPageTellsItsProductsAndTheWayToTheNextOnce() {
    found.page(
        given(Map.of("link", "</products?limit=20&cursor=x>; rel=\"next\""), "[{\"id\":42}]"));

    assertThat(found.product(random)).contains("/products/42");
    assertThat(found.nextPage()).contains("/products?limit=20&cursor=x");
    assertThat(found.nextPage()).isEmpty();
  }

  @Test
  void theLastPageHasNoNext() {
    found.page(given(Map.of(), "[{\"id\":42}]"));

    assertThat(found.nextPage()).isEmpty();
  }

  @Test
  void anAccountIsKnownByItsPathAndItsAddress() {
    found.account(
        Ask.post("/users", "application/json", "{\"email\":\"a@example.com\"}"),
        given(Map.of("location", "/users/7"), "{}"));

    assertThat(found.account(random)).contains("/users/7");
    assertThat(found.email(random)).contains("a@example.com");
  }

  @Test
  void theLatestTagOfAPathCounts() {
    found.tag(Ask.get("/products/1"), given(Map.of("etag", "\"a\""), ""));
    found.tag(Ask.get("/products/1"), given(Map.of("etag", "\"b\""), ""));

    assertThat(found.tagOf("/products/1")).contains("\"b\"");
    assertThat(found.tagOf("/products/2")).isEmpty();
  }

  @Test
  void whatIsNoJsonTellsNothing() {
    found.page(given(Map.of(), "<html>"));
    found.categories(given(Map.of(), "{"));

    assertThat(found.product(random)).isEmpty();
    assertThat(found.category(random)).isEmpty();
  }

  @Test
  void whatIsRememberedIsBounded() {
    for (int i = 0; i < 5000; i++) {
      found.page(given(Map.of("link", "</p" + i + ">; rel=\"next\""), "[{\"id\":" + i + "}]"));
    }

    long pages = 0;
    while (found.nextPage().isPresent()) {
      pages++;
    }
    assertThat(pages).isEqualTo(100);
    for (int i = 0; i < 10_000; i++) {
      assertThat(found.product(random).orElseThrow()).matches("/products/[0-9]{1,3}");
    }
  }

  private static Answer.Given given(Map<String, String> headers, String body) {
    return new Answer.Given(200, headers, body);
  }
}
