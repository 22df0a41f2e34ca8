package dev.vitrine.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class TestToolTest {
  @TempDir Path folder;

  @Test
  void findsWhatIsInstalled() {
    assertThat(TestTool.require(TestToolTest.class, "sh")).isExecutable();
  }

  @Test
  void knowsAToolByTheNameThatItHasHere() {
    assertThat(TestTool.require(TestToolTest.class, "no-such-tool", "sh", "nor-this"))
        .hasFileName("sh");
  }

  @Test
  void skipsTheTestAndSaysSoWhereAToolIsMissing() throws Exception {
    Path report = folder.resolve("skipped");

    assertThatThrownBy(() -> TestTool.missing(TestToolTest.class, "no-such-tool", report))
        .isInstanceOf(TestAbortedException.class);
    assertThatThrownBy(() -> TestTool.missing(TestToolTest.class, "nor-this", report))
        .isInstanceOf(TestAbortedException.class);

    assertThat(Files.readAllLines(report))
        .containsExactly("TestToolTest (no-such-tool)", "TestToolTest (nor-this)");
  }
}
