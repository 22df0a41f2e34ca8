package dev.vitrine.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitReasonTest {
  @ParameterizedTest
  @CsvSource({
    "0, exit code 0",
    "78, exit code 78",
    "137, 'signal 9, SIGKILL'",
    "143, 'signal 15, SIGTERM'",
    "144, signal 16",
    "255, exit code 255"
  })
  void isToldInWords(int status, String words) {
    assertThat(new ExitReason(status)).hasToString(words);
  }

  @Test
  void readsWhatTheJdkMakesOfASignal() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", "kill -KILL $$").start();

    assertThat(new ExitReason(process.waitFor())).hasToString("signal 9, SIGKILL");
  }

  @Test
  void knowsARefusedConfiguration() {
    assertThat(new ExitReason(78).badConfiguration()).isTrue();
    assertThat(new ExitReason(1).badConfiguration()).isFalse();
  }
}
