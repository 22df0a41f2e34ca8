package dev.vitrine.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultSignalsTest {
  @Test
  void aSignalIsHeededWhateverTheStarterIgnores() throws IOException, InterruptedException {
    List<String> deaf = List.of("sh", "-c", "trap '' INT TERM; exec \"$@\"", "sh");
    List<String> command =
        new ArrayList<>(DefaultSignals.of(List.of("sh", "-c", "kill -INT $$; echo deaf")));
    command.addAll(0, deaf);

    Process process = new ProcessBuilder(command).start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
        .isEmpty();
    assertThat(new ExitReason(process.waitFor())).hasToString("signal 2, SIGINT");
  }
}
