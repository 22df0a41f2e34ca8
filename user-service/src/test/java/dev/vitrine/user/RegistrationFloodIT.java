package dev.vitrine.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.Link;
import dev.vitrine.platform.testing.RunningService;
import dev.vitrine.platform.testing.TestClient;
import dev.vitrine.platform.testing.TestClient.Answer;
import dev.vitrine.platform.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A service that hashes one password at a time, and lets none wait. */
final class RegistrationFloodIT {
  private static final int FLOOD = 20;

  @Test
  void turnsAwayAFloodOfRegistrationsAndAnswersTheOthers() throws Exception {
    try (TestDatabase database = TestDatabase.migrated("user_service");
        Link link = Link.to(database);
        RunningService service =
            UserServices.start(
                database, link, "VITRINE_PASSWORDS_THREADS", "1", "VITRINE_PASSWORDS_QUEUE", "0")) {
      TestClient client = service.client();

      List<Answer> answers = flood(client);

      assertThat(answers).extracting(Answer::status).containsOnly(201, 503).contains(201, 503);
      assertThat(answers)
          .filteredOn(answer -> answer.status() == 503)
          .allSatisfy(answer -> {
            assertThat(answer.header("Retry-After")).isEqualTo("2");
            assertThat(answer.json().get("type").asText()).endsWith(":registrations-overloaded");
          });
      assertThat(client.get("/users?limit=100").json())
          .hasSize((int) answers.stream().filter(answer -> answer.status() == 201).count());
    }
  }

  private static List<Answer> flood(TestClient client) throws Exception {
    List<Callable<Answer>> requests = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      String body =
          "{\"email\":\"user-%d@example.org\",\"name\":\"Ida\",\"password\":\"correct horse\"}"
              .formatted(i);
      requests.add(() -> client.postJson("/users", body));
    }
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(FLOOD)) {
      for (Future<Answer> answer : threads.invokeAll(requests)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }
}
