package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class TextLogEncoderTest {
  private static final String FORGED =
      "x\r\n12:00:00.000 INFO forged\u2028\u0085\u001b[2J\u202e\u0000";

  private final LoggerContext context = new LoggerContext();
  private final TextLogEncoder encoder = TextLogEncoder.plain();

  @BeforeEach
  void start() {
    encoder.setContext(context);
    encoder.start();
  }

  @Test
  void writesOneLineWhateverIsLogged() {
    LoggingEvent event = event(FORGED);
    event.setKeyValuePairs(List.of(new KeyValuePair("path", FORGED + "\" level=\"ERROR")));

    String line = encoded(event);

    assertThat(line)
        .endsWith("\n")
        .contains("x\\u000d\\u000a12:00:00.000 INFO forged\\u2028\\u0085\\u001b[2J\\u202e\\u0000")
        .contains("\\\" level=\\\"ERROR\"");
    assertThat(line.lines()).hasSize(1);
  }

  @Test
  void endsAValueWhereItEnds() {
    LoggingEvent event = event("answered");
    event.setKeyValuePairs(List.of(new KeyValuePair("path", "/a\\\" status=\"200")));

    String line = encoded(event);

    assertThat(line).endsWith(" path=\"/a\\\\\\\" status=\\\"200\"\n");
  }

  @Test
  void coloursTheLevelOnlyForATerminal() {
    TextLogEncoder coloured = TextLogEncoder.coloured();
    coloured.setContext(context);
    coloured.start();

    String line = new String(coloured.encode(event("calm")), StandardCharsets.UTF_8);

    assertThat(line).contains("\u001b[34mINFO ");
    assertThat(encoded(event("calm"))).doesNotContain("\u001b").contains(" INFO  Test ");
  }

  @Test
  void indentsAStackTrace() {
    LoggingEvent failed = event("failed");
    failed.setThrowableProxy(new ThrowableProxy(new IllegalStateException(FORGED)));

    String text = encoded(failed);

    assertThat(text.lines().skip(1)).isNotEmpty().allMatch(line -> line.startsWith("    "));
    assertThat(text.codePoints().filter(c -> c < 32 && c != '\n')).isEmpty();
  }

  private LoggingEvent event(String message) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerContext(context);
    event.setLoggerName("dev.vitrine.Test");
    event.setLevel(Level.INFO);
    event.setMessage(message);
    event.setTimeStamp(0);
    return event;
  }

  private String encoded(LoggingEvent event) {
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }
}
