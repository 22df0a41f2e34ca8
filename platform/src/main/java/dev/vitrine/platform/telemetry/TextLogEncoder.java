package dev.vitrine.platform.telemetry;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.vitrine.platform.text.Visible;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One line for each event, for people to read: time, level, logger, message, key-value pairs. What
 * could end the line, or move the cursor of a terminal, is escaped, so that nobody can forge a
 * line, and what could end a value, so that nobody can forge a pair; those of a stack trace are
 * indented. The console appender calls it from one thread at a time.
 */
final class TextLogEncoder extends EncoderBase<ILoggingEvent> {
  private static final String PLAIN = "%d{HH:mm:ss.SSS} %-5level %-12logger{0} %nopex";
  private static final String COLOURED =
      "%d{HH:mm:ss.SSS} %highlight(%-5level) %-12logger{0} %nopex";

  private final PatternLayout head = new PatternLayout();
  private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

  private TextLogEncoder(String pattern) {
    head.setPattern(pattern);
  }

  /** For files, pipes, and terminals of those who want no colours. */
  static TextLogEncoder plain() {
    return new TextLogEncoder(PLAIN);
  }

  /** For a terminal: the level has a colour. */
  static TextLogEncoder coloured() {
    return new TextLogEncoder(COLOURED);
  }

  @Override
  public void start() {
    head.setContext(getContext());
    head.start();
    stackTrace.start();
    super.start();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256).append(head.doLayout(event));
    line.append(Visible.of(event.getFormattedMessage()));
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        String value = String.valueOf(pair.value).replace("\\", "\\\\").replace("\"", "\\\"");
        line.append(' ').append(Visible.of(pair.key));
        line.append("=\"").append(Visible.of(value)).append('"');
      }
    }
    line.append('\n');
    if (event.getThrowableProxy() != null) {
      stackTrace
          .convert(event)
          .lines()
          .forEach(frame -> line.append("    ").append(Visible.of(frame.strip())).append('\n'));
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte @Nullable [] headerBytes() {
    return null;
  }

  @Override
  public byte @Nullable [] footerBytes() {
    return null;
  }
}
