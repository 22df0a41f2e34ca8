package dev.vitrine.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void aFileGetsPlainLinesAndNothingOfWhatIsBeingDone() {
    TerminalProgress progress = new TerminalProgress(Terminal.NONE, out);

    progress.doing("waiting for the gateway");
    progress.done("gateway", "http://127.0.0.1:8080");
    progress.notice("the database was killed");
    progress.failed("user-service is not up", List.of("one", "two"));
    progress.print(List.of("Stopped."));

    assertThat(shown())
        .isEqualTo(
            """
              + gateway             http://127.0.0.1:8080
              ! the database was killed
              x user-service is not up
                  one
                  two
            Stopped.
            """);
  }

  @Test
  void onATerminalTheNextWordTakesThePlaceOfWhatIsBeingDone() {
    TerminalProgress progress = new TerminalProgress(new Terminal(true, false, true, 80), out);

    progress.doing("one");
    progress.doing("two");
    progress.done("three", "");

    assertThat(shown()).isEqualTo("\r\033[K  … one\r\033[K  … two\r\033[K  ✓ three\n");
  }

  @Test
  void aLineThatIsRewrittenFitsTheTerminal() {
    TerminalProgress progress = new TerminalProgress(new Terminal(true, false, true, 20), out);

    progress.doing("a very long story of what is being done");

    assertThat(shown().replace("\r\033[K", "")).isEqualTo("  … a very long sto").hasSize(19);
  }

  @Test
  void coloursOnlyWhereTheyAreWelcome() {
    new TerminalProgress(new Terminal(true, true, true, 80), out).done("gateway", "");

    assertThat(shown()).startsWith("  \033[32m✓\033[0m gateway");
  }

  @Test
  void elapsedTimeIsShort() {
    assertThat(Elapsed.words(Duration.ofMillis(1234))).isEqualTo("1.2 s");
    assertThat(Elapsed.words(Duration.ofMillis(75_400))).isEqualTo("75 s");
    assertThat(Elapsed.words(Duration.ofMinutes(3))).isEqualTo("3 min");
    assertThat(Elapsed.words(Duration.ofHours(30))).isEqualTo("30 h");
  }

  private String shown() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
