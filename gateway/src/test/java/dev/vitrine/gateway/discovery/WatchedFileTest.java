package dev.vitrine.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.config.InvalidConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class WatchedFileTest {
  @TempDir private Path folder;

  private final List<String> told = new ArrayList<>();
  private Path file;
  private WatchedFile watched;

  @BeforeEach
  void watch(Vertx vertx) {
    file = folder.resolve("watched.yaml");
    watched = new WatchedFile(vertx, file, Duration.ofMinutes(1), new Told());
  }

  /** Writes down what it is told; takes nothing that begins with "bad", or is cut short. */
  private final class Told implements WatchedFile.Reader {
    @Override
    public void changed(Path path, String content) {
      if (content.startsWith("bad") || content.equals("{two: {}")) {
        throw new InvalidConfigurationException("key", content, "good");
      }
      told.add(content);
    }

    @Override
    public void unchanged() {
      told.add("unchanged");
    }

    @Override
    public void refused(String why) {
      told.add("refused");
    }
  }

  @Test
  void takesWhatIsThereAtFirst() {
    look("one");

    assertThat(told).containsExactly("one");
  }

  @Test
  void takesNothingThatGoesOnChanging() {
    look("one");

    look("");
    look("tw");
    look("two");
    look("two");
    look("two");

    assertThat(told).containsExactly("one", "two", "unchanged");
  }

  @Test
  void takesAtOnceWhatEndsAsItBegins() {
    look("one");

    look("{two: {}");
    look("{two: {}}\n");

    assertThat(told).containsExactly("one", "refused", "{two: {}}\n");
  }

  @Test
  void takesNothingOfAFileThatComesLateBeforeItIsWhole() throws Exception {
    watched.lookNow();

    look("on");
    look("one");
    look("one");

    assertThat(told).containsExactly("refused", "one");
  }

  @Test
  void findsAChangeOfWhatIsInUseOnlyOnceItHasSettled() {
    watched.accept("one");

    look("tw");
    look("two");
    look("two");

    assertThat(told).containsExactly("two");
  }

  @Test
  void countsOnlyLooksInARowAsTheSame() throws Exception {
    look("one");

    look("tw");
    Files.delete(file);
    watched.lookNow();
    look("tw");
    look("two");
    look("two");

    assertThat(told).containsExactly("one", "refused", "two");
  }

  @Test
  void refusesNothingThatIsPutRightAtOnceAndElseOnceForEachReason() {
    look("one");

    look("bad");
    look("one");
    List<String> before = List.copyOf(told);
    look("bad");
    look("bad");
    look("bad");
    String fault = watched.fault().orElse("");
    look("one");

    assertThat(before).containsExactly("one", "unchanged");
    assertThat(told).containsExactly("one", "unchanged", "refused", "unchanged");
    assertThat(fault).isEqualTo(file + ": key: bad (expected: good)");
    assertThat(watched.fault()).isEmpty();
  }

  private void look(String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
    watched.lookNow();
  }
}
