package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.system.Client.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever is started first, and whatever last, everything ends ready, and nothing crashes. What is
 * measured here is measured alone: in this module one test runs at a time.
 */
class StartOrderIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final String LATECOMER = "product-service";

  @TempDir static Path folder;

  private static VitrineCommand command;

  @BeforeAll
  static void makeData() throws Exception {
    try (RunningSystem system = RunningSystem.up(folder, Map.of())) {
      command = system.command();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gateway, services, database",
    "gateway, database, services",
    "services, gateway, database",
    "services, database, gateway",
    "database, gateway, services",
    "database, services, gateway"
  })
  void acceptance15_endsReadyInEveryOrder(String first, String second, String third)
      throws Exception {
    try (Parts parts = new Parts(command, Map.of())) {

      start(parts, first);
      assertGatewayAnswersUnavailable(parts, List.of(first));
      start(parts, second);
      assertGatewayAnswersUnavailable(parts, List.of(first, second));
      start(parts, third);

      await()
          .atMost(PATIENCE)
          .untilAsserted(() ->
              assertThat(
                      List.of(
                          parts.client("gateway").get("/products").status(),
                          parts.client("gateway").get("/users").status()))
                  .containsOnly(200));
      for (String part : List.of("gateway", "user-service", "product-service")) {
        assertThat(parts.isAlive(part)).isTrue();
        assertThat(parts.isReady(part)).isTrue();
      }
    }
  }

  @Test
  void acceptance15_servesWithinASecondOfTheReadinessOfAServiceThatTheGatewayKnows()
      throws Exception {
    try (Parts parts = new Parts(command, Map.of())) {
      startGatewayFirst(parts);
      List<Duration> untilServed = new ArrayList<>();

      for (int round = 0; round < 3; round++) {
        startLatecomer(parts);
        untilServed.add(untilServed(parts));
        stopLatecomer(parts);
      }

      assertThat(untilServed).allMatch(time -> time.compareTo(Duration.ofSeconds(1)) < 0);
      assertThat(parts.isAlive("gateway")).isTrue();
    }
  }

  @Test
  void acceptance15_servesWithinASecondOfBeingToldOfAServiceThatIsReady() throws Exception {
    try (Parts parts = new Parts(command, Map.of())) {
      startGatewayFirst(parts);
      List<Duration> untilServed = new ArrayList<>();

      for (int round = 0; round < 3; round++) {
        parts.upstreams().tell(LATECOMER);
        startLatecomer(parts);
        parts.upstreams().tell(LATECOMER, parts.addresses(LATECOMER));
        untilServed.add(untilServed(parts));
        stopLatecomer(parts);
      }

      assertThat(untilServed).allMatch(time -> time.compareTo(Duration.ofSeconds(1)) < 0);
      assertThat(parts.isAlive("gateway")).isTrue();
    }
  }

  private static void startGatewayFirst(Parts parts) throws Exception {
    parts.start("gateway");
    assertGatewayAnswersUnavailable(parts, List.of("gateway"));
    parts.start(Parts.DATABASE);
  }

  /** Returns at the moment at which it is ready. */
  private static void startLatecomer(Parts parts) throws Exception {
    parts.start(LATECOMER);
    await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> parts.isReady(LATECOMER));
  }

  private static void stopLatecomer(Parts parts) throws Exception {
    parts.stop(LATECOMER);
    await().atMost(PATIENCE).until(() -> products(parts) == 503);
  }

  private static Duration untilServed(Parts parts) {
    long ready = System.nanoTime();
    await().atMost(PATIENCE).pollInterval(OFTEN).until(() -> products(parts) == 200);
    return Duration.ofNanos(System.nanoTime() - ready);
  }

  private static int products(Parts parts) throws InterruptedException {
    return parts.client("gateway").get("/products").status();
  }

  private static void start(Parts parts, String step) throws Exception {
    if (step.equals("services")) {
      parts.start("user-service");
      parts.start("product-service");
    } else {
      parts.start(step);
    }
  }

  /** As long as something is missing, a gateway that is up says so, and when to come again. */
  private static void assertGatewayAnswersUnavailable(Parts parts, List<String> started)
      throws Exception {
    if (!started.contains("gateway")) {
      return;
    }
    await().atMost(PATIENCE).until(() -> parts.isReady("gateway"));
    Answer answer = parts.client("gateway").get("/products");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body()).contains("no-endpoint");
    assertThat(parts.management("gateway").get("/health/live").status()).isEqualTo(200);
    assertThat(parts.client("gateway").get("/health").json().get("status").asText())
        .isEqualTo("degraded");
  }
}
