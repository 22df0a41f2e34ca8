package dev.vitrine.local.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.local.terminal.Progress;
import dev.vitrine.local.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private LogReader reader = newReader(Path.of("."));

  @BeforeEach
  void begin() {
    reader = newReader(folder);
  }

  @Test
  void mergesByTime() throws IOException {
    write("gateway-1", line(1, "a"), line(4, "d"));
    write("user-service-1", line(2, "b"), "no time of its own", line(5, "e"));
    write("product-service-1", line(3, "c"));

    assertThat(reader.last("", 100)).isTrue();

    assertThat(messages()).containsExactly("a", "b", "no time of its own", "c", "d", "e");
  }

  @Test
  void showsTheLastOfAllTogether() throws IOException {
    write("gateway-1", line(1, "a"), line(2, "b"), line(6, "f"));
    write("user-service-1", line(3, "c"), line(4, "d"), line(5, "e"));

    reader.last("", 2);

    assertThat(messages()).containsExactly("e", "f");
  }

  @Test
  void aServiceMeansAllItsReplicasOrOne() throws IOException {
    write("product-service-1", line(1, "a"));
    write("product-service-2", line(2, "b"));
    write("product-service-extra-1", line(3, "c"));
    write("gateway-1", line(4, "d"));

    reader.last("product-service", 9);
    reader.last("product-service-2", 9);

    assertThat(messages()).containsExactly("a", "b", "b");
  }

  @Test
  void saysWhenAServiceHasNoLog() throws IOException {
    write("gateway-1", line(1, "a"));

    assertThat(reader.last("database", 9)).isFalse();
    assertThat(newReader(folder.resolve("nothing")).last("", 9)).isFalse();
  }

  @Test
  void followsWhatIsAddedAlsoInNewFiles() throws IOException, InterruptedException {
    write("gateway-1", line(1, "old"));
    reader.last("", 0);
    Thread following = Thread.ofVirtual().start(this::follow);
    try {
      write("gateway-1", line(2, "new"));
      await().until(() -> messages().contains("new"));
      write("user-service-1", line(3, "from the start"));
      await().until(() -> messages().contains("from the start"));
    } finally {
      following.interrupt();
      following.join();
    }
    assertThat(messages()).containsExactly("new", "from the start");
  }

  @Test
  void aLongLogIsReadFromItsEnd() throws IOException {
    String filler = "x".repeat(1000);
    for (int i = 0; i < 300; i++) {
      write("gateway-1", line(1, filler + i));
    }

    reader.last("", 3);

    assertThat(messages()).containsExactly(filler + 297, filler + 298, filler + 299);
  }

  @Test
  void theSupervisorWritesTheSameForm() throws IOException {
    Progress silent = new SilentProgress();
    JournalProgress journal =
        new JournalProgress(
            silent,
            folder.resolve("vitrine.log"),
            () -> Instant.parse("2026-11-01T10:00:00.123456Z"));

    journal.done("gateway", "http://127.0.0.1:8080");
    journal.doing("not written");
    journal.notice("restarted");
    journal.failed("it failed", List.of("because"));

    assertThat(LogReader.readable(new LogFile(folder.resolve("vitrine.log")), 10))
        .extracting(text -> text.substring(text.indexOf('.') + 5))
        .containsExactly(
            "INFO  vitrine           gateway: http://127.0.0.1:8080",
            "WARN  vitrine           restarted",
            "ERROR vitrine           it failed",
            "ERROR vitrine           | because".replace("| ", "  "));
  }

  private void follow() {
    try {
      reader.follow("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private LogReader newReader(Path logs) {
    return new LogReader(
        new LogFolder(logs), Terminal.NONE, new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  private List<String> messages() {
    return bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(text -> LogLine.parse("", text, Instant.EPOCH).fields().getOrDefault("message", ""))
        .toList();
  }

  private void write(String source, String... lines) throws IOException {
    Files.write(
        folder.resolve(source + ".log"),
        List.of(lines),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static String line(int second, String message) {
    return "{\"timestamp\":\"2026-11-01T10:00:0%d.000Z\",\"message\":\"%s\"}"
        .formatted(second, message);
  }

  private static final class SilentProgress implements Progress {
    @Override
    public void done(String what, String detail) {}

    @Override
    public void doing(String what) {}

    @Override
    public void notice(String what) {}

    @Override
    public void failed(String what, List<String> details) {}
  }
}
