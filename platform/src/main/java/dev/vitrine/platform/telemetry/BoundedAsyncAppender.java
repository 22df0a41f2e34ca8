package dev.vitrine.platform.telemetry;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.event.KeyValuePair;

/**
 * The queue between the threads that log and the one that writes. Adds the ids of the current span,
 * which only the logging thread knows. Never blocks; each event is either handed on to be written,
 * or counted as dropped. Logback's own queue drops too, and tells nobody; so no more are handed to
 * it than it has room for.
 */
final class BoundedAsyncAppender extends AsyncAppender {
  private static final int CLOSED = -1;

  /** Events that wait to be written, in the queue or in the hands of the thread that writes. */
  private final AtomicInteger waiting = new AtomicInteger(CLOSED);

  private final LongAdder dropped = new LongAdder();

  BoundedAsyncAppender() {
    setNeverBlock(true);
    setDiscardingThreshold(0);
  }

  /** Events lost so far: there was no room for them, or no time in which to write them. */
  long dropped() {
    return dropped.sum();
  }

  /** Hands on to this one what has waited. */
  @Override
  public void addAppender(Appender<ILoggingEvent> target) {
    Claiming claiming = new Claiming(target);
    claiming.setContext(getContext());
    claiming.setName(target.getName());
    claiming.start();
    super.addAppender(claiming);
  }

  @Override
  public void start() {
    super.start();
    waiting.set(0);
  }

  /** What still waits when the time to flush is over is dropped, and not written any more. */
  @Override
  public void stop() {
    super.stop();
    dropped.add(Math.max(0, waiting.getAndSet(CLOSED)));
  }

  /** In the place of Logback's, which counts none of those that it refuses. */
  @Override
  public void doAppend(ILoggingEvent event) {
    if (!isStarted() || !takePlace()) {
      dropped.increment();
      return;
    }
    try {
      append(event);
    } catch (RuntimeException broken) {
      addError("cannot queue an event", broken);
      if (claim()) {
        dropped.increment();
      }
    }
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

  private boolean takePlace() {
    int room = getQueueSize();
    int before = waiting.getAndUpdate(held -> isPlace(held, room) ? held + 1 : held);
    return isPlace(before, room);
  }

  private static boolean isPlace(int held, int room) {
    return held >= 0 && held < room;
  }

  /** Whether an event that waited is still to be written; if so it waits no more. */
  private boolean claim() {
    return waiting.getAndUpdate(held -> held > 0 ? held - 1 : held) > 0;
  }

  /** Writes what has not been given up. */
  private final class Claiming extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private final Appender<ILoggingEvent> target;

    Claiming(Appender<ILoggingEvent> target) {
      this.target = target;
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (claim()) {
        target.doAppend(event);
      }
    }

    @Override
    public void stop() {
      target.stop();
      super.stop();
    }
  }
}
