package dev.vitrine.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
  @TempDir Path folder;
  private Path path = Path.of(".");

  @BeforeEach
  void begin() {
    path = folder.resolve("gateway-1.log");
  }

  @Test
  void aNewStartPutsTheOldLogAside() throws IOException {
    LogFile log = new LogFile(path);
    log.rotate();
    Files.writeString(path, "first\n");
    log.rotate();
    Files.writeString(path, "second\n");
    log.rotate();

    assertThat(path).doesNotExist();
    assertThat(folder.resolve("gateway-1.log.1")).content().isEqualTo("second\n");
  }

  @Test
  void aLogThatHasGrownIsEmptiedUnderItsWriter() throws IOException {
    LogFile log = new LogFile(path);
    try (OutputStream writer =
        Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      writer.write("123456\n".getBytes(StandardCharsets.US_ASCII));
      log.trim(7);
      assertThat(path).content().isEqualTo("123456\n");
      log.trim(6);
      writer.write("7\n".getBytes(StandardCharsets.US_ASCII));
    }

    assertThat(path).content().isEqualTo("7\n");
    assertThat(folder.resolve("gateway-1.log.1")).content().isEqualTo("123456\n");
  }

  @Test
  void theLastLinesOfNothingAreNone() throws IOException {
    assertThat(new LogFile(path).last(5)).isEmpty();
  }

  @Test
  void aFollowerSeesWholeLinesOnly() throws IOException {
    LogFollower follower = LogFollower.atStartOf(path);
    assertThat(follower.next()).isEmpty();

    append("one\ntw");
    assertThat(follower.next()).containsExactly("one");
    assertThat(follower.next()).isEmpty();
    append("o\n");

    assertThat(follower.next()).containsExactly("two");
  }

  @Test
  void aFollowerGoesOnAfterTheLogWasEmptiedOrReplaced() throws IOException {
    append("a long first line\n");
    LogFollower follower = LogFollower.atEndOf(path);

    Files.writeString(path, "");
    append("two\n");
    assertThat(follower.next()).containsExactly("two");
    new LogFile(path).rotate();
    append("three is longer than two\n");

    assertThat(follower.next()).containsExactly("three is longer than two");
  }

  private void append(String text) throws IOException {
    Files.writeString(path, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
