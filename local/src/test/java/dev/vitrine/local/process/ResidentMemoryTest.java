package dev.vitrine.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {
  private static final long MEBIBYTE = 1024L * 1024;

  @Test
  void aJvmHoldsTensOfMebibytes() {
    assertThat(ResidentMemory.ofProcess(ProcessHandle.current().pid()))
        .isPresent()
        .satisfies(
            bytes -> assertThat(bytes.getAsLong()).isBetween(20 * MEBIBYTE, 4096 * MEBIBYTE));
  }

  @Test
  void descendantsCount() throws IOException {
    Process shell = new ProcessBuilder("sh", "-c", "sleep 60 & echo on; wait").start();
    try (BufferedReader output = shell.inputReader(StandardCharsets.US_ASCII)) {
      assertThat(output.readLine()).isEqualTo("on");

      long alone = ResidentMemory.ofProcess(shell.pid()).orElseThrow();
      long withSleep = ResidentMemory.ofTree(shell.pid()).orElseThrow();

      assertThat(withSleep).isGreaterThan(alone);
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
    }
  }

  @Test
  void nothingIsKnownOfAProcessThatIsNot() {
    assertThat(ResidentMemory.ofTree(Integer.MAX_VALUE)).isEmpty();
  }
}
