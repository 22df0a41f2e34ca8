package dev.vitrine.platform.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the spans that were recorded. Also keeps the SDK awake where nothing is exported: without
 * any processor it would make no trace ids, and there would be none to quote.
 */
final class SpanCounter implements SpanProcessor {
  private final LongAdder recorded = new LongAdder();

  long recorded() {
    return recorded.sum();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    recorded.increment();
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
