package dev.vitrine.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrandTest {
  @TempDir Path folder;

  @Test
  void tellsTheExitCodeAndKeepsTheOutput() throws IOException, InterruptedException {
    Path output = folder.resolve("a log");

    int first = Errand.run(List.of("sh", "-c", "echo one; echo two >&2; exit 3"), output);
    int second =
        Errand.run(List.of("cat"), Files.writeString(folder.resolve("input"), "three\n"), output);

    assertThat(first).isEqualTo(3);
    assertThat(second).isZero();
    assertThat(output).content().isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void endsTheProgramWhenInterrupted() throws InterruptedException {
    Path output = folder.resolve("log");
    AtomicBoolean interrupted = new AtomicBoolean();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Errand.run(List.of("sh", "-c", "echo $$; exec sleep 60"), output);
              } catch (InterruptedException _) {
                interrupted.set(true);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    await().until(() -> Files.exists(output) && Files.size(output) > 0);

    thread.interrupt();
    thread.join();

    assertThat(interrupted).isTrue();
    assertThat(output)
        .content()
        .satisfies(pid -> assertThat(ProcessIdentity.of(Long.parseLong(pid.strip()))).isEmpty());
  }
}
