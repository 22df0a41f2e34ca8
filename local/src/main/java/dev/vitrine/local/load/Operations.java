package dev.vitrine.local.load;

import static dev.vitrine.local.load.Operation.Kind.MISTAKE;
import static dev.vitrine.local.load.Operation.Kind.VISIT;

import dev.vitrine.local.catalog.DemoProduct;
import dev.vitrine.local.load.Operation.Act;
import dev.vitrine.local.load.Operation.Asking;
import dev.vitrine.local.load.Operation.Learning;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * All that the services offer. A new operation is one more entry of the list; the weights of visits
 * are per mille, those of mistakes are compared with each other.
 */
final class Operations {
  private static final String JSON = "application/json";
  private static final String NDJSON = "application/x-ndjson";
  private static final int IMPORTED = 10;
  private static final int STOCK = 500;
  private static final Learning NOTHING = (_, _, _) -> {};
  private static final Learning PAGE = (_, answer, found) -> found.page(answer);
  private static final Learning TAG = (ask, answer, found) -> found.tag(ask, answer);
  private static final Learning CATEGORIES = (_, answer, found) -> found.categories(answer);
  private static final Learning ACCOUNT = (ask, answer, found) -> found.account(ask, answer);

  private final String run;
  private final List<DemoProduct> catalog;
  private int customers;

  /**
   * The operations of one run.
   *
   * @param run tells its accounts from those of any other
   * @param catalog what imports are made of
   */
  Operations(String run, List<DemoProduct> catalog) {
    this.run = run;
    this.catalog = List.copyOf(catalog);
  }

  List<Operation> all() {
    return List.of(
        entry("GET /products", VISIT, 180, new Act(get("/products?limit=20"), PAGE), 200),
        entry(
            "GET /products, next page", VISIT, 140, new Act((found, _) -> next(found), PAGE), 200),
        entry("GET /products?category", VISIT, 140, new Act(Operations::category, PAGE), 200),
        entry("GET /products/{id}", VISIT, 270, new Act(Operations::product, TAG), 200),
        entry("GET /products/{id}, cached", VISIT, 120, new Act(Operations::cached, TAG), 200, 304),
        entry("GET /categories", VISIT, 80, new Act(get("/categories"), CATEGORIES), 200),
        entry("GET /users/{id}", VISIT, 30, (f, random) -> f.account(random).map(Ask::get), 200),
        entry("POST /users", VISIT, 12, new Act(this::registration, ACCOUNT), 201),
        entry("GET /users", VISIT, 5, get("/users?limit=50"), 200),
        entry("POST /products/import", VISIT, 3, this::delivery, 200),
        entry("GET /health", VISIT, 20, get("/health"), 200),
        entry("mistake: unknown path", MISTAKE, 2, get("/carts/1"), 404),
        entry("mistake: unknown product", MISTAKE, 3, get("/products/999999999"), 404),
        entry("mistake: unknown account", MISTAKE, 1, get("/users/999999999"), 404),
        entry("mistake: e-mail is taken", MISTAKE, 2, Operations::again, 409),
        entry(
            "mistake: fields not valid",
            MISTAKE,
            2,
            users(registration("nobody", "", "short")),
            422),
        entry(
            "mistake: import not valid", MISTAKE, 1, post("/products/import", NDJSON, "{}\n"), 422),
        entry("mistake: limit not valid", MISTAKE, 1, get("/products?limit=0"), 400),
        entry("mistake: cursor not valid", MISTAKE, 1, get("/products?cursor=bm8"), 400),
        entry("mistake: JSON not valid", MISTAKE, 1, users("{\"email\":"), 400),
        entry("mistake: target not valid", MISTAKE, 1, get("/products/%zz"), 400),
        entry(
            "mistake: media type not valid",
            MISTAKE,
            1,
            post("/users", "text/plain", "hello"),
            415),
        entry("mistake: method not valid", MISTAKE, 1, post("/categories", JSON, "{}"), 405));
  }

  private static Operation entry(
      String name, Operation.Kind kind, int weight, Asking asking, Integer... expected) {
    return entry(name, kind, weight, new Act(asking, NOTHING), expected);
  }

  private static Operation entry(
      String name, Operation.Kind kind, int weight, Act act, Integer... expected) {
    return new Operation(name, kind, weight, Set.of(expected), act);
  }

  private static Asking get(String target) {
    return (_, _) -> Optional.of(Ask.get(target));
  }

  private static Asking post(String target, String type, String body) {
    return (_, _) -> Optional.of(Ask.post(target, type, body));
  }

  private static Asking users(String body) {
    return post("/users", JSON, body);
  }

  private static Optional<Ask> next(Findings found) {
    return found.nextPage().map(Ask::get);
  }

  private static Optional<Ask> category(Findings found, RandomGenerator random) {
    return found.category(random).map(slug -> Ask.get("/products?category=" + slug));
  }

  private static Optional<Ask> product(Findings found, RandomGenerator random) {
    return found.product(random).map(Ask::get);
  }

  private static Optional<Ask> cached(Findings found, RandomGenerator random) {
    return found
        .product(random)
        .flatMap(path -> found.tagOf(path).map(tag -> Ask.get(path).with("If-None-Match", tag)));
  }

  private static Optional<Ask> again(Findings found, RandomGenerator random) {
    return found
        .email(random)
        .map(email -> Ask.post("/users", JSON, registration(email, "Ada", "an engine of numbers")));
  }

  private Optional<Ask> registration(Findings found, RandomGenerator random) {
    customers++;
    String email = "customer-" + run + "-" + customers + "@example.com";
    String body = registration(email, "Customer " + customers, "a walk in the " + customers);
    return Optional.of(Ask.post("/users", JSON, body));
  }

  private static String registration(String email, String name, String password) {
    return "{\"email\":\"%s\",\"name\":\"%s\",\"password\":\"%s\"}"
        .formatted(email, name, password);
  }

  // Some products of the demo, with what is in stock of them now.
  private Optional<Ask> delivery(Findings found, RandomGenerator random) {
    String lines =
        random
            .ints(IMPORTED, 0, catalog.size())
            .distinct()
            .mapToObj(catalog::get)
            .map(product -> product.inStock(random.nextInt(STOCK)).toJson() + "\n")
            .collect(Collectors.joining());
    return Optional.of(Ask.post("/products/import", NDJSON, lines));
  }
}
