package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SpanExportTest {
  private static final int ROOM = 8;

  private final SpanExport export = new SpanExport();
  private final Collector collector = new Collector();

  /** One that takes its time: until the test says what became of a batch. */
  private static final class Collector implements SpanExporter {
    private final List<CompletableResultCode> batches = new ArrayList<>();
    private boolean broken;

    @Override
    public synchronized CompletableResultCode export(Collection<SpanData> spans) {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      CompletableResultCode batch = new CompletableResultCode();
      batches.add(batch);
      return batch;
    }

    synchronized int asked() {
      return batches.size();
    }

    synchronized void answerAll(boolean taken) {
      for (CompletableResultCode batch : batches) {
        var _ = taken ? batch.succeed() : batch.fail();
      }
    }

    synchronized void breakDown() {
      broken = true;
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private SdkTracerProvider provider() {
    BatchSpanProcessor batches =
        BatchSpanProcessor.builder(export.counted(collector))
            .setMaxQueueSize(ROOM)
            .setMaxExportBatchSize(ROOM)
            .setScheduleDelay(Duration.ofMillis(1))
            .build();
    return SdkTracerProvider.builder().addSpanProcessor(export.bounded(batches, ROOM)).build();
  }

  private static void end(SdkTracerProvider provider, int spans) {
    Tracer tracer = provider.get("test");
    for (int i = 0; i < spans; i++) {
      tracer.spanBuilder("span").startSpan().end();
    }
  }

  @Test
  void countsWhatTheCollectorTakes() {
    SdkTracerProvider provider = provider();

    end(provider, 3);
    Awaitility.await()
        .untilAsserted(() -> {
          collector.answerAll(true);
          assertThat(export.exported()).isEqualTo(3);
        });

    assertThat(export.failed()).isZero();
    assertThat(export.dropped()).isZero();
    provider.shutdown().join(5, TimeUnit.SECONDS);
  }

  @Test
  void countsWhatTheCollectorDoesNotTake() {
    SdkTracerProvider provider = provider();

    end(provider, 3);
    Awaitility.await()
        .untilAsserted(() -> {
          collector.answerAll(false);
          assertThat(export.failed()).isEqualTo(3);
        });

    assertThat(export.exported()).isZero();
    provider.shutdown().join(5, TimeUnit.SECONDS);
  }

  @Test
  void countsForAFailureWhatBreaksTheExporter() {
    collector.breakDown();
    SdkTracerProvider provider = provider();

    end(provider, 1);

    Awaitility.await().until(() -> export.failed() == 1);
    provider.shutdown().join(5, TimeUnit.SECONDS);
  }

  @Test
  void dropsAndCountsEachSpanThatThereIsNoRoomFor() {
    SdkTracerProvider provider = provider();

    end(provider, 100);
    Awaitility.await().until(() -> collector.asked() > 0);

    assertThat(export.dropped()).isEqualTo(100 - ROOM);
    Awaitility.await()
        .untilAsserted(() -> {
          collector.answerAll(true);
          assertThat(export.exported()).isEqualTo(ROOM);
        });
    provider.shutdown().join(5, TimeUnit.SECONDS);
  }
}
