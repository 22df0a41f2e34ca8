package dev.vitrine.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.platform.telemetry.Metric;
import dev.vitrine.platform.testing.CapturedLogs;
import dev.vitrine.platform.testing.Link;
import dev.vitrine.platform.testing.MalformedRequests;
import dev.vitrine.platform.testing.MalformedRequests.Sent;
import dev.vitrine.platform.testing.RunningService;
import dev.vitrine.platform.testing.ShownMetrics;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestClient.Answer;
import dev.vitrine.platform.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccountsIT {
  private static final String PASSWORD = "correct horse battery";

  private static TestDatabase database;
  private static Link link;
  private static RunningService service;
  private static TestClient client;

  @BeforeAll
  static void start() throws Exception {
    database = TestDatabase.migrated("user_service");
    link = Link.to(database);
    service = UserServices.start(database, link, "VITRINE_PASSWORDS_THREADS", "2");
    client = service.client();
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
    link.close();
    database.close();
  }

  @BeforeEach
  void empty() throws Exception {
    database.execute("TRUNCATE account RESTART IDENTITY");
    CapturedLogs.clear();
  }

  private static String registration(String email) {
    return "{\"email\":\"%s\",\"name\":\"Ida\",\"password\":\"%s\"}".formatted(email, PASSWORD);
  }

  private static Answer register(String email) throws Exception {
    return register(client, email);
  }

  private static Answer register(TestClient client, String email) throws Exception {
    return client.postJson("/users", registration(email));
  }

  /** Accounts 1 to {@code count}, without passwords that anybody has. */
  private static void fill(int count) throws Exception {
    database.execute(
        """
        INSERT INTO account (email, name, password_hash)
        SELECT 'user-' || n || '@example.org', 'User ' || n, 'x' FROM generate_series(1, %d) AS n
        """
            .formatted(count));
  }

  private static List<Answer> atOnce(List<Callable<Answer>> requests) throws Exception {
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(requests.size())) {
      for (Future<Answer> answer : threads.invokeAll(requests)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }

  private static List<Long> idsOf(Answer page) {
    List<Long> ids = new ArrayList<>();
    page.json().forEach(account -> ids.add(account.get("id").asLong()));
    return ids;
  }

  @Test
  void showsTheMetricsOfTheCatalogue() throws Exception {
    register("ida@example.org");
    // Of this request or of one before: its line comes after all that is measured of it.
    Awaitility.await().until(() -> !CapturedLogs.of("http.request").isEmpty());

    ShownMetrics.of(service.telemetry())
        .areThoseOfTheCatalogue(Metric.Processes.SERVICES)
        .include(Metric.HTTP_SERVER_REQUEST_DURATION, Metric.DB_CLIENT_OPERATION_DURATION);
  }

  @Test
  void registersAnAccount() throws Exception {
    Answer answer = register("Ida@Example.ORG");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/users/1");
    JsonNode account = answer.json();
    assertThat(account.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("id", "email", "name", "created_at", "updated_at");
    assertThat(account.get("id").asLong()).isEqualTo(1);
    assertThat(account.get("email").asText()).isEqualTo("Ida@example.org");
    assertThat(Instant.parse(account.get("created_at").asText())).isBefore(Instant.MAX);
    Answer shown = client.get("/users/1");
    assertThat(shown.body()).isEqualTo(answer.body());
    assertThat(shown.header("ETag")).isEqualTo(answer.header("ETag"));
  }

  @Test
  void keepsNoPasswordAndShowsNone() throws Exception {
    String traceId = UUID.randomUUID().toString().replace("-", "");
    String parent = "00-" + traceId + "-00f067aa0ba902b7-01";

    Answer answer =
        client.send(
            "POST",
            "/users",
            BodyPublishers.ofString(registration("ida@example.org")),
            "Content-Type",
            "application/json",
            "traceparent",
            parent);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(
            database.number("SELECT count(*) FROM account WHERE password_hash LIKE '$argon2id$%'"))
        .isEqualTo(1);
    assertThat(database.number("SELECT count(*) FROM account AS a WHERE a::text LIKE '%battery%'"))
        .isZero();
    for (String body :
        List.of(
            answer.body(),
            client.get("/users", "traceparent", parent).body(),
            client.get("/users/1", "traceparent", parent).body())) {
      assertThat(body).doesNotContain("battery", "argon2", "password");
    }
    Awaitility.await()
        .until(() ->
            CapturedLogs.of("http.request").stream()
                    .filter(line -> line.path("trace_id").asText().equals(traceId))
                    .count()
                == 3);
    assertThat(CapturedLogs.text()).doesNotContain("battery", "argon2", "ida@example.org");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ida@example.org", "IDA@EXAMPLE.ORG", "Ida@example.org"})
  void refusesAnAddressThatIsTaken(String email) throws Exception {
    register("ida@example.org");

    Answer answer = register(email);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:vitrine:problem:email-taken");
    assertThat(answer.body()).doesNotContain("ida@", "account_email_key", "23505");
  }

  @Test
  void registersAnAddressOnceHoweverManyAskAtOnce() throws Exception {
    // Nobody is refused for want of time, whatever else the machine does.
    try (RunningService patient =
        UserServices.start(
            database,
            link,
            "VITRINE_POSTGRES_POOL_WAIT",
            "60s",
            "VITRINE_POSTGRES_STATEMENT_TIMEOUT",
            "60s")) {
      TestClient many = patient.client();

      List<Answer> answers =
          atOnce(Collections.nCopies(16, () -> register(many, "wanted@example.org")));

      assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
      assertThat(answers).filteredOn(answer -> answer.status() == 409).hasSize(15);
      assertThat(database.number("SELECT count(*) FROM account")).isEqualTo(1);
    }
  }

  @Test
  void reportsEveryFieldAtFaultAtOnce() throws Exception {
    Answer answer =
        client.postJson(
            "/users",
            "{\"email\":\"\\ud800@x.de\",\"name\":\"a\\u0000\",\"password\":\"12345678\",\"x\":1}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().get("errors").findValuesAsText("pointer"))
        .containsExactly("/email", "/name", "/password", "/x");
    assertThat(answer.body()).doesNotContain("12345678");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 400",
    "'{', 400",
    "'[]', 422",
    "'5', 422",
    "'null', 422",
    "'{}', 422",
    "'{\"email\":1,\"email\":2}', 400",
    "'{\"email\":1e99999999999}', 400"
  })
  void refusesABodyThatIsNoRegistration(String body, int status) throws Exception {
    Answer answer = client.postJson("/users", body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void refusesAnEncodedBody() throws Exception {
    Answer gzip =
        client.send(
            "POST",
            "/users",
            BodyPublishers.ofByteArray(new byte[] {0x1f, (byte) 0x8b, 8, 0}),
            "Content-Type",
            "application/json",
            "Content-Encoding",
            "gzip");

    assertThat(gzip.status()).isEqualTo(415);
    assertThat(gzip.header("Accept-Encoding")).isEqualTo("identity");
  }

  @Test
  void refusesABodyOfAnotherTypeOrSize() throws Exception {
    String body = registration("ida@example.org");

    Answer text =
        client.send("POST", "/users", BodyPublishers.ofString(body), "Content-Type", "text/plain");
    Answer large = client.postJson("/users", body + " ".repeat(16 * 1024));

    assertThat(text.status()).isEqualTo(415);
    assertThat(text.header("Accept")).isEqualTo("application/json");
    assertThat(large.status()).isEqualTo(413);
    assertThat(database.number("SELECT count(*) FROM account")).isZero();
  }

  @Test
  void showsAnAccountOnlyWhereTheClientDoesNotHaveIt() throws Exception {
    fill(1);
    String tag = client.get("/users/1").header("ETag");

    Answer same = client.get("/users/1", "If-None-Match", tag);
    Answer other = client.get("/users/1", "If-None-Match", "\"other\"");

    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(other.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "0", "-1", "abc", "01", "9223372036854775808", "1%00"})
  void knowsNoOtherAccounts(String id) throws Exception {
    fill(1);

    assertThat(client.get("/users/" + id).status()).isEqualTo(404);
  }

  @Test
  void listsAccountsPageByPage() throws Exception {
    fill(45);

    Answer first = client.get("/users");
    Answer second = client.get(first.next().orElseThrow());
    Answer third = client.get(second.next().orElseThrow());

    assertThat(first.json().isArray()).isTrue();
    assertThat(idsOf(first)).hasSize(20).startsWith(1L).endsWith(20L);
    assertThat(idsOf(second)).hasSize(20).startsWith(21L);
    assertThat(idsOf(third)).containsExactly(41L, 42L, 43L, 44L, 45L);
    assertThat(third.next()).isEmpty();
    assertThat(client.get("/users?limit=0").status()).isEqualTo(400);
  }

  @Test
  void showsEachAccountOnceThoughOthersAreAdded() throws Exception {
    fill(30);
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch adding = new CountDownLatch(3);
    List<Long> seen = new ArrayList<>();

    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Integer> writer = thread.submit(() -> addUntil(done, adding));
      try {
        // Where it fails, it says below why.
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> adding.getCount() == 0 || writer.isDone());
        Optional<String> next = Optional.of("/users?limit=3");
        while (next.isPresent() && seen.size() < 1_000) {
          Answer page = client.get(next.get());
          seen.addAll(idsOf(page));
          next = page.next();
        }
      } finally {
        done.set(true);
      }
      assertThat(writer.get()).isGreaterThanOrEqualTo(3);
    }

    assertThat(seen).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(30);
    assertThat(seen.subList(0, 30)).endsWith(30L);
  }

  /** Returns how many it has added. */
  private static int addUntil(AtomicBoolean done, CountDownLatch adding) throws Exception {
    int added = 0;
    while (!done.get()) {
      assertThat(register("added-" + added + "@example.org").status()).isEqualTo(201);
      added++;
      adding.countDown();
    }
    return added;
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /users, 'GET, HEAD, POST'",
    "POST, /users/1, 'GET, HEAD'",
    "PUT, /health, 'GET, HEAD'",
  })
  void refusesOtherMethods(String method, String path, String allowed) throws Exception {
    Answer answer = client.send(method, path, BodyPublishers.noBody());

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/users", "/users/1", "/health"})
  void answersHeadAsGetAndRefusesOtherTypes(String path) throws Exception {
    fill(1);

    Answer head = client.send("HEAD", path, BodyPublishers.noBody());

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Length")).isEqualTo(client.get(path).header("Content-Length"));
    assertThat(client.get(path, "Accept", "text/html").status()).isEqualTo(406);
  }

  @Test
  void isUnavailableWhileTheDatabaseIsAwayAndRecovers() throws Exception {
    fill(1);
    assertThat(client.get("/users/1").status()).isEqualTo(200);
    link.cut();

    List<Answer> answers =
        List.of(client.get("/users"), client.get("/users/1"), register("ida@example.org"));
    Answer health = client.get("/health");
    link.restore();

    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.header("Retry-After")).isEqualTo("1");
          assertThat(answer.json().get("type").asText()).endsWith(":database-unavailable");
        });
    assertThat(health.json().get("status").asText()).isEqualTo("ok");
    assertThat(health.json().get("service").asText()).isEqualTo("user-service");
    Awaitility.await()
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(() -> assertThat(client.get("/users/1").status()).isEqualTo(200));
    assertThat(database.number("SELECT count(*) FROM account")).isEqualTo(1);
  }

  @Test
  void answersNoMalformedRequestByAFaultOfItsOwn() {
    MalformedRequests requests =
        new MalformedRequests(
            2,
            List.of("/users", "/users/1", "/health"),
            "application/json",
            Map.of(
                "email", "\"ida@example.org\"",
                "name", "\"Ida\"",
                "password", "\"" + PASSWORD + "\""));

    List<Sent> sent = requests.send(client, 600);

    assertThat(sent.stream().filter(one -> !one.isFair())).isEmpty();
    assertThat(sent).extracting(Sent::status).contains(200, 400, 404, 405, 406, 409, 415, 422);
  }

  @Test
  void mayNotChangeTheSchema() {
    for (String forbidden : List.of("CREATE TABLE mine (id int)", "DROP TABLE account")) {
      assertThatThrownBy(() -> database.executeAsService(forbidden))
          .hasMessageMatching("(?s).*(permission denied|must be owner).*");
    }
  }
}
