package dev.vitrine.gateway.discovery;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class writes to the log, kept instead of written, until closed. */
public final class TakenLog implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  public TakenLog(Class<?> writer) {
    logger = (Logger) LoggerFactory.getLogger(writer);
    lines.start();
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  /** The messages so far with this name of their event. */
  public List<String> of(String event) {
    return List.copyOf(lines.list).stream()
        .filter(line -> event.equals(line.getKeyValuePairs().getFirst().value))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(null);
    logger.setAdditive(true);
  }
}
