package dev.vitrine.system;

import static dev.vitrine.system.AlertWatch.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A game day, as in {@link GameDayIT}, of a gateway whose output nobody reads for a while. */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class LogGameDayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final TimeScale SCALE = TimeScale.shortenedBy(240);

  /** More lines than the pipe and the queue of the process hold. */
  private static final int MANY = 20_000;

  @TempDir static Path folder;

  private static Path h2load;
  private static LogPipe output;
  private static Parts parts;
  private static PrometheusServer prometheus;

  @BeforeAll
  static void up() throws Exception {
    Path binary = TestTool.require(LogGameDayIT.class, "prometheus");
    h2load = TestTool.require(LogGameDayIT.class, "h2load");
    VitrineCommand command = new VitrineCommand(folder, Map.of());
    Files.createDirectories(command.directory().resolve("logs"));
    parts = new Parts(command, Map.of());
    output = LogPipe.at(parts.log("gateway"));
    parts.start("gateway");
    await().atMost(PATIENCE).ignoreExceptions().until(() -> dropped() == 0);
    Job gateway = new Job("gateway", List.of(parts.addresses("gateway").management()));
    prometheus = PrometheusServer.start(binary, folder, SCALE, List.of(gateway));
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

  @Test
  void outputThatNobodyReads() throws Exception {
    AlertWatch watch = new AlertWatch(prometheus);
    Client customer = parts.client("gateway");
    String instance = parts.addresses("gateway").management();

    try (LogPipe.Blocked _ = output.block()) {
      askManyTimes();
      assertThat(dropped()).isPositive();
      try (Again _ = Again.every(Duration.ofMillis(20), () -> customer.get("/nowhere"))) {
        watch.awaitFiring(
            alert(
                "LogEventsDropped", "job", "gateway", "instance", instance, "severity", "ticket"));
      }
    }

    watch.awaitResolved("LogEventsDropped");
    // What has waited is written first; until there is room again, a line may be lost.
    await()
        .atMost(PATIENCE)
        .until(() -> {
          customer.get("/once-more");
          return output.has("/once-more");
        });
    double lost = dropped();
    customer.get("/at-last");
    await().atMost(PATIENCE).until(() -> output.has("/at-last"));
    assertThat(dropped()).isEqualTo(lost);
  }

  private static void askManyTimes() throws IOException, InterruptedException {
    Process asking =
        new ProcessBuilder(
                h2load.toString(),
                "--h1",
                "--requests=" + MANY,
                "--clients=4",
                "http://127.0.0.1:" + parts.gatewayPort() + "/nowhere")
            .redirectErrorStream(true)
            .start();
    String said = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(asking.waitFor()).as(said).isZero();
    assertThat(said).contains(MANY + " done", " 0 errored, 0 timeout");
  }

  private static double dropped() throws InterruptedException {
    return Scraped.of(parts.management("gateway")).sum("log_events_dropped_total", Map.of());
  }
}
