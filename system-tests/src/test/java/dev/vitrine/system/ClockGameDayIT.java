package dev.vitrine.system;

import static dev.vitrine.system.AlertWatch.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.local.file.WholeFile;
import dev.vitrine.observability.rule.TimeScale;
import dev.vitrine.observability.scrape.PrometheusConfig.Job;
import dev.vitrine.platform.testing.TestTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A game day, as in {@link GameDayIT}, of a gateway whose clock is not that of the machine: between
 * the two is a library that adds to it what a file says.
 */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class ClockGameDayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CALM = Duration.ofSeconds(2);
  private static final TimeScale SCALE = TimeScale.shortenedBy(240);

  @TempDir static Path folder;

  private static Parts parts;
  private static PrometheusServer prometheus;
  private static AlertWatch watch;

  @BeforeAll
  static void up() throws Exception {
    Path binary = TestTool.require(ClockGameDayIT.class, "prometheus");
    Path faketime = TestTool.require(ClockGameDayIT.class, "faketime");
    set("+0");
    VitrineCommand command = new VitrineCommand(folder, Map.of());
    Files.createDirectories(command.directory().resolve("logs"));
    parts = new Parts(command, wrongClock(faketime));
    parts.start("gateway");
    await().atMost(PATIENCE).ignoreExceptions().until(() -> clock() > 0);
    Job gateway = new Job("gateway", List.of(parts.addresses("gateway").management()));
    prometheus = PrometheusServer.start(binary, folder, SCALE, List.of(gateway));
    watch = new AlertWatch(prometheus);
  }

  @AfterAll
  static void down() throws Exception {
    if (prometheus != null) {
      prometheus.close();
    }
    if (parts != null) {
      parts.close();
    }
  }

  @BeforeEach
  void waitUntilItIsRight() {
    await()
        .during(CALM)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(prometheus.firing()).doesNotContain("ClockDrift"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+3", "-3"})
  void clockThatIsWrong(String seconds) throws Exception {
    String instance = parts.addresses("gateway").management();

    set(seconds);
    watch.awaitFiring(
        alert("ClockDrift", "job", "gateway", "instance", instance, "severity", "ticket"));
    set("+0");

    watch.awaitResolved("ClockDrift");
  }

  /**
   * The variables of a process whose clock is wrong. Only the wall clock is: nothing that waits for
   * a while waits for longer.
   */
  private static Map<String, String> wrongClock(Path faketime) throws Exception {
    Process library =
        new ProcessBuilder(faketime.toString(), "-m", "-f", "+0", "printenv", "LD_PRELOAD").start();
    String path = new String(library.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(library.waitFor()).isZero();
    return Map.of(
        "LD_PRELOAD", path.strip(),
        "FAKETIME_TIMESTAMP_FILE", offset().toString(),
        "FAKETIME_CACHE_DURATION", "1",
        "DONT_FAKE_MONOTONIC", "1",
        // With what it does by itself here, a thread that waits for a time does not wait at all.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0");
  }

  private static void set(String seconds) throws IOException {
    WholeFile.write(offset(), (seconds + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static Path offset() {
    return folder.resolve("clock");
  }

  private static double clock() throws InterruptedException {
    return Scraped.of(parts.management("gateway")).sum("process_clock_seconds", Map.of());
  }
}
