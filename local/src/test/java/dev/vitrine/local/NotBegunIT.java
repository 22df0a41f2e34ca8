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

/** What {@code up} finds out before it begins; then it has made nothing. */
class NotBegunIT {
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
  void aLackOfDiskSpaceIsToldBeforeAnythingIsStarted() throws Exception {
    vitrine.set("VITRINE_LOCAL_MINIMUM_FREE_MEBIBYTES", "1000000");

    Answer up = vitrine.run("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output()).contains("MiB are free under").doesNotContain("Exception");
    assertThat(vitrine.state().resolve("data")).doesNotExist();
  }
}
