package dev.vitrine.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnSessionTest {
  @Test
  void theProcessLeadsASessionAndKeepsItsPid() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                OwnSession.of(List.of("sh", "-c", "echo $$ $(ps -o sid= -p $$); exit 7")))
            .start();
    String[] pidAndSession =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            .strip()
            .split(" +", -1);

    assertThat(pidAndSession)
        .containsExactly(Long.toString(process.pid()), Long.toString(process.pid()));
    assertThat(process.waitFor()).isEqualTo(7);
  }
}
