package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.platform.testing.LiveHeap;
import dev.vitrine.system.RunningSystem.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What requests notice of a collector in trouble: nothing. What is lost of their spans, counts. */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class CollectorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ROUNDS = 6;
  private static final int REQUESTS_OF_A_ROUND = 250;
  private static final int REQUESTS_OF_THE_FLOOD = 6_000;

  /** Far less than what the spans of the flood would take, were they kept. */
  private static final double MOST_HEAP = 4 * 1024.0 * 1024.0;

  /** Nobody in the flood is refused because the machine stood still for a second. */
  private static final String PATIENT = "postgres: {pool-wait: 30s, statement-timeout: 30s}\n";

  @TempDir static Path folder;

  private static OtlpSink sink;
  private static RunningSystem system;
  private static Child gateway;

  /** What is wrong with a collector. */
  enum Trouble {
    /** Nobody is at its port. */
    DOWN("failed") {
      @Override
      void begin() {
        sink.leave();
      }

      @Override
      void end() throws IOException {
        sink.comeBack();
      }
    },
    /** It accepts, and never answers. */
    SILENT("failed") {
      @Override
      void begin() {
        sink.answerAfter(Duration.ofHours(1));
      }
    },
    /** It answers when nobody waits for it any more: the exporter does for ten seconds. */
    LATE("failed") {
      @Override
      void begin() {
        sink.answerAfter(Duration.ofSeconds(12));
      }
    },
    /** It answers in time, and takes far fewer than there are. */
    SLOW("exported") {
      @Override
      void begin() {
        sink.answerAfter(Duration.ofSeconds(3));
      }
    };

    private final String outcome;

    Trouble(String outcome) {
      this.outcome = outcome;
    }

    abstract void begin();

    void end() throws IOException {
      sink.answerAfter(Duration.ZERO);
    }

    /** What becomes of spans that are not dropped. */
    String outcome() {
      return outcome;
    }
  }

  @BeforeAll
  static void up() throws Exception {
    sink = new OtlpSink();
    Path config = Files.writeString(folder.resolve("product-service.yaml"), PATIENT);
    system =
        RunningSystem.up(
            folder,
            Map.of(
                "VITRINE_LOCAL_PRODUCT_SERVICE_CONFIG", config.toString(),
                "OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint(),
                "OTEL_BSP_SCHEDULE_DELAY", "100",
                // Small, so that it is full within a round.
                "OTEL_BSP_MAX_QUEUE_SIZE", "256",
                "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "64"));
    gateway = system.child("gateway");
    flood();
  }

  @AfterAll
  static void down() throws Exception {
    if (system != null) {
      system.close();
    }
    sink.close();
  }

  @ParameterizedTest
  @EnumSource
  void proof8_slowsNoRequestCountsWhatIsLostAndKeepsNothing(Trouble trouble) throws Exception {
    List<Long> well = new ArrayList<>();
    List<Long> ill = new ArrayList<>();
    double lost = lost();

    for (int round = 0; round < ROUNDS; round++) {
      well.addAll(times());
      trouble.begin();
      ill.addAll(times());
      trouble.end();
    }
    double before = LiveHeap.of(gateway.pid());
    trouble.begin();
    double sent = spans(trouble.outcome());
    flood();
    double full = LiveHeap.of(gateway.pid());
    await().atMost(PATIENCE).until(() -> spans(trouble.outcome()) > sent);
    trouble.end();

    assertThat(part(ill, 0.5)).isLessThan(part(well, 0.5) * 1.25 + 1);
    assertThat(part(ill, 0.95)).isLessThan(part(well, 0.95) * 1.5 + 5);
    assertThat(full - before).isLessThan(MOST_HEAP);
    assertThat(lost() - lost).isGreaterThan(REQUESTS_OF_THE_FLOOD);
    await().atMost(PATIENCE).untilAsserted(CollectorIT::assertEverySpanIsCountedOnce);
    double exported = spans("exported");
    assertThat((double) sink.taken("gateway")).isBetween(exported, exported + spans("failed"));
  }

  private static void assertEverySpanIsCountedOnce() throws InterruptedException {
    Scraped shown = Scraped.of(Client.of(gateway.managementPort()));
    assertThat(shown.sum("otel_spans_total", Map.of()))
        .isEqualTo(shown.sum("otel_spans_recorded_total", Map.of()));
  }

  private static double lost() throws InterruptedException {
    return spans("failed") + spans("dropped");
  }

  private static double spans(String outcome) throws InterruptedException {
    return Scraped.of(Client.of(gateway.managementPort()))
        .sum("otel_spans_total", Map.of("outcome", outcome));
  }

  /** How long the requests of a round take, one after the other; nanoseconds. */
  private static List<Long> times() throws InterruptedException {
    Client client = Client.of(gateway.port());
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < REQUESTS_OF_A_ROUND; i++) {
      long begin = System.nanoTime();
      assertThat(client.get("/products/1").status()).isEqualTo(200);
      times.add(System.nanoTime() - begin);
    }
    return times;
  }

  /** Milliseconds that this part of the requests did not take longer than. */
  private static double part(List<Long> times, double part) {
    List<Long> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    return sorted.get((int) (part * sorted.size())) / 1e6;
  }

  private static void flood() throws Exception {
    Client client = Client.of(gateway.port());
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < REQUESTS_OF_THE_FLOOD; i++) {
        answers.add(threads.submit(() -> client.get("/products/1").status()));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }
  }
}
