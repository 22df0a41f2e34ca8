package dev.vitrine.platform.testing;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** The log of this JVM since it was opened, instead of on the console. Safe for any thread. */
public final class CapturedLogs {
  private static final CopyOnWriteArrayList<ILoggingEvent> EVENTS = new CopyOnWriteArrayList<>();

  private CapturedLogs() {}

  /** Takes the place of every appender; called when a telemetry has set its own, or stopped. */
  static void replaceConsole() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    Capture capture = new Capture();
    capture.setContext(context);
    capture.start();
    root.addAppender(capture);
  }

  /** Forgets what was captured so far. */
  public static void clear() {
    EVENTS.clear();
  }

  /** The lines so far that have {@code event} as their event. */
  public static List<ILoggingEvent> of(String event) {
    return EVENTS.stream().filter(line -> event.equals(value(line, "event"))).toList();
  }

  /** Everything so far: messages, keys and values. */
  public static String text() {
    return EVENTS.stream()
        .map(line -> line.getFormattedMessage() + " " + line.getKeyValuePairs())
        .collect(Collectors.joining("\n"));
  }

  /** The value of a key of a line, as text; empty where it has none. */
  public static String value(ILoggingEvent line, String key) {
    if (line.getKeyValuePairs() == null) {
      return "";
    }
    return line.getKeyValuePairs().stream()
        .filter(pair -> pair.key.equals(key))
        .map(pair -> Objects.toString(pair.value, ""))
        .findFirst()
        .orElse("");
  }

  private static final class Capture extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      event.prepareForDeferredProcessing();
      EVENTS.add(event);
    }
  }
}
