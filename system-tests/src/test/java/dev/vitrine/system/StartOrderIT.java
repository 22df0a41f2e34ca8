package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.system.Client.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is started first, and whatever last, everything ends ready, and nothing crashes. */
class StartOrderIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

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
  void endsReadyInEveryOrder(String first, String second, String third) throws Exception {
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
    assertThat(parts.management("gateway").get("/health/live").status()).isEqualTo(200);
    assertThat(parts.client("gateway").get("/health").json().get("status").asText())
        .isEqualTo("degraded");
  }
}
