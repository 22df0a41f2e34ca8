package dev.vitrine.platform.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * What becomes of the spans that are to be exported: taken by the collector, not taken, or dropped
 * because too many wait already. The SDK's queue drops too, and tells nobody; so no more are handed
 * to it than it has room for. Safe for any thread.
 */
final class SpanExport {
  private final LongAdder exported = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final AtomicInteger underWay = new AtomicInteger();

  long exported() {
    return exported.sum();
  }

  long failed() {
    return failed.sum();
  }

  long dropped() {
    return dropped.sum();
  }

  /**
   * The same processor, but for spans that it would have no room for.
   *
   * @param room how many may be on their way at once, with those that are being sent
   */
  SpanProcessor bounded(SpanProcessor processor, int room) {
    return new Bounded(processor, room);
  }

  /** The same exporter, counted. */
  SpanExporter counted(SpanExporter exporter) {
    return new Counted(exporter);
  }

  private final class Bounded implements SpanProcessor {
    private final SpanProcessor processor;
    private final int room;

    Bounded(SpanProcessor processor, int room) {
      this.processor = processor;
      this.room = room;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      processor.onStart(parent, span);
    }

    @Override
    public boolean isStartRequired() {
      return processor.isStartRequired();
    }

    @Override
    public void onEnd(ReadableSpan span) {
      if (!span.getSpanContext().isSampled()) {
        return;
      }
      if (underWay.incrementAndGet() > room) {
        underWay.decrementAndGet();
        dropped.increment();
      } else {
        processor.onEnd(span);
      }
    }

    @Override
    public boolean isEndRequired() {
      return processor.isEndRequired();
    }

    @Override
    public CompletableResultCode shutdown() {
      return processor.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
      return processor.forceFlush();
    }

    @Override
    public String toString() {
      return "Bounded{" + processor + "}";
    }
  }

  private final class Counted implements SpanExporter {
    private final SpanExporter exporter;

    Counted(SpanExporter exporter) {
      this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      // The collection is the processor's, which empties it.
      int count = spans.size();
      try {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> ended(result.isSuccess(), count));
      } catch (RuntimeException broken) {
        ended(false, count);
        throw broken;
      }
    }

    private void ended(boolean taken, int count) {
      underWay.addAndGet(-count);
      (taken ? exported : failed).add(count);
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }

    @Override
    public String toString() {
      return "Counted{" + exporter + "}";
    }
  }
}
