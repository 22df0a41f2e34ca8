package dev.vitrine.platform.telemetry;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One line for each event, for people to read: time, level, logger, message, key-value pairs. What
 * could end the line, or move the cursor of a terminal, is escaped, so that nobody can forge a
 * line; those of a stack trace are indented. The console appender calls it from one thread at a
 * time.
 */
final class TextLogEncoder extends EncoderBase<ILoggingEvent> {
  private final PatternLayout head = new PatternLayout();
  private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();

  @Override
  public void start() {
    head.setContext(getContext());
    head.setPattern("%d{HH:mm:ss.SSS} %highlight(%-5level) %-12logger{0} %nopex");
    head.start();
    stackTrace.start();
    super.start();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256).append(head.doLayout(event));
    escape(event.getFormattedMessage(), line);
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        escape(pair.key, line.append(' '));
        escape(String.valueOf(pair.value).replace("\"", "\\\""), line.append("=\""));
        line.append('"');
      }
    }
    line.append('\n');
    if (event.getThrowableProxy() != null) {
      stackTrace
          .convert(event)
          .lines()
          .forEach(frame -> {
            escape(frame.strip(), line.append("    "));
            line.append('\n');
          });
    }
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Control characters, of both sets, and those that end a line or turn its direction. */
  private static void escape(String text, StringBuilder line) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      boolean unsafe =
          type == Character.CONTROL
              || type == Character.FORMAT
              || type == Character.LINE_SEPARATOR
              || type == Character.PARAGRAPH_SEPARATOR;
      if (unsafe) {
        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
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
