package dev.vitrine.platform.telemetry;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.event.KeyValuePair;

/**
 * The queue between the threads that log and the one that writes. Adds the ids of the current span,
 * which only the logging thread knows; counts what it has to drop.
 */
final class BoundedAsyncAppender extends AsyncAppender {
  private final LongAdder dropped = new LongAdder();

  long dropped() {
    return dropped.sum();
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (getRemainingCapacity() == 0) {
      dropped.increment();
      return;
    }
    super.append(event);
  }

  @Override
  protected void preprocess(ILoggingEvent event) {
    SpanContext span = Span.current().getSpanContext();
    if (span.isValid() && event instanceof LoggingEvent own) {
      own.addKeyValuePair(new KeyValuePair(LogField.TRACE_ID.key(), span.getTraceId()));
      own.addKeyValuePair(new KeyValuePair(LogField.SPAN_ID.key(), span.getSpanId()));
    }
    super.preprocess(event);
  }
}
