package dev.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.Sandbox.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where {@code up} cannot start everything; nothing of it is left running. */
class RefusedStartIT {
  @TempDir Path parent;
  private Sandbox vitrine;

  @BeforeEach
  void prepare() throws IOException {
    vitrine = Sandbox.in(parent);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
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
  void aTakenPortIsToldBeforeAnythingIsStarted() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      vitrine.set("VITRINE_LOCAL_USER_SERVICE_PORT", Integer.toString(other.getLocalPort()));

      Answer up = vitrine.run("up", "--detach");

      assertThat(up.code()).isEqualTo(1);
      assertThat(up.output())
          .contains(
              "port " + other.getLocalPort() + ", which the user-service wants, is taken",
              "VITRINE_LOCAL_USER_SERVICE_PORT");
      assertThat(vitrine.state().resolve("data")).doesNotExist();
    }
  }

  @Test
  void whatCannotBeConfiguredIsToldInOneLine() throws Exception {
    vitrine.set("VITRINE_LOCAL_GATEWAY_PORT", "web");

    assertThat(vitrine.run("up"))
        .isEqualTo(new Answer(78, "vitrine: gateway.port: \"web\" (expected: a whole number)\n"));
    vitrine.unset("VITRINE_LOCAL_GATEWAY_PORT");
  }

  @Test
  void whatTheServicesWouldRefuseIsToldBeforeAnythingIsStarted() throws Exception {
    vitrine.set("VITRINE_LOG_LEVEL", "loud");

    for (String[] up : new String[][] {{"up"}, {"up", "--detach"}}) {
      assertThat(vitrine.run(up))
          .isEqualTo(
              new Answer(
                  78,
                  "vitrine: VITRINE_LOG_LEVEL: \"loud\""
                      + " (expected: one of trace, debug, info, warn, error)\n"));
    }
    assertThat(vitrine.state()).doesNotExist();
  }

  @Test
  void whatIsSetInVainIsTold() throws Exception {
    vitrine.set("VITRINE_HTTP_PORT", "9000").behaviour("USER_SERVICE", "refuse");

    assertThat(vitrine.run("up", "--detach").output())
        .containsOnlyOnce("! VITRINE_HTTP_PORT: not passed on to the services");
  }

  @Test
  void aLackOfDiskSpaceIsToldBeforeAnythingIsStarted() throws Exception {
    vitrine.set("VITRINE_LOCAL_MINIMUM_FREE_MEBIBYTES", "1000000");

    Answer up = vitrine.run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output()).contains("MiB are free under").doesNotContain("Exception");
    assertThat(vitrine.state().resolve("data")).doesNotExist();
  }
}
