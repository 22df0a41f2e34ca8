package dev.vitrine.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.RunningService;
import dev.vitrine.platform.testing.TestClient.Answer;
import dev.vitrine.platform.testing.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** A service that takes imports of 100 000 bytes. */
final class ImportLimitsIT {
  @Test
  void refusesABodyThatTurnsOutTooLargeAndKeepsWhatCameBefore() throws Exception {
    try (TestDatabase database = TestDatabase.migrated("product_service");
        RunningService service =
            ProductServices.start(database, "VITRINE_IMPORTING_MAX_BODY", "100000")) {
      var lines = BodyPublishers.ofString(ImportLines.lines(0, 2_000));

      Answer answer =
          service
              .client()
              .send(
                  "POST",
                  ImportLines.PATH,
                  BodyPublishers.fromPublisher(lines), // chunked
                  "Content-Type",
                  ImportLines.TYPE);

      long stored = database.number("SELECT count(*) FROM product");
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.json().get("detail").asText())
          .isEqualTo(
              "At most 100000 bytes are taken. %d lines are stored; the import can be sent again."
                  .formatted(stored));
      assertThat(stored).isBetween(200L, 1_000L);
    }
  }
}
