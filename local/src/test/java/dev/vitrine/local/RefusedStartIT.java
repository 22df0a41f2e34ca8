package dev.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.Sandbox.Answer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where {@code up} cannot start everything; nothing of it is left running. */
class RefusedStartIT {
  @TempDir static Path parent;
  private static Sandbox vitrine;

  @BeforeAll
  static void prepare() throws IOException {
    // One for all: a new database takes as long as all that is tried here.
    vitrine = Sandbox.in(parent);
  }

  @AfterEach
  void rest() throws IOException, InterruptedException {
    vitrine.rest();
  }

  @AfterAll
  static void leave() throws IOException, InterruptedException {
    vitrine.leave();
  }

  @Test
  void aServiceThatRefusesItsConfigurationIsNamedWithTheLineThatSaysWhy() throws Exception {
    vitrine.behaviour("PRODUCT_SERVICE", "refuse");

    Answer up = vitrine.run("up", "--detach");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output())
        .contains(
            """
              x product-service refuses its configuration:
                  http.port: 99999 (expected: a whole number from 0 to 65535)
            """)
        .doesNotContain("Ready in");
    assertThat(vitrine.processes()).isEmpty();
  }

  @Test
  void aServiceThatEndsWhileStartingIsNamedWithItsLastLines() throws Exception {
    vitrine.behaviour("USER_SERVICE", "fail");

    Answer up = vitrine.run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output())
        .contains(
            "x user-service is not up: it ended while it was starting (exit code 1)",
            "ERROR user-service-1    the moon is in the way",
            "all it said: ");
    assertThat(vitrine.processes()).isEmpty();
  }

  @Test
  void aServiceThatIsNeverReadyIsNamedWithItsReason() throws Exception {
    vitrine.behaviour("USER_SERVICE", "sulk").set("VITRINE_LOCAL_START_TIMEOUT", "4s");

    Answer up = vitrine.run("up", "--detach");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output())
        .contains("user-service is not up: it is not ready after 4 s: mood: it sulks");
    assertThat(vitrine.processes()).isEmpty();
  }

  @Test
  void whatIsSetInVainIsTold() throws Exception {
    vitrine.set("VITRINE_HTTP_PORT", "9000").behaviour("USER_SERVICE", "refuse");

    assertThat(vitrine.run("up", "--detach").output())
        .containsOnlyOnce("! VITRINE_HTTP_PORT: not passed on to the services");
  }
}
