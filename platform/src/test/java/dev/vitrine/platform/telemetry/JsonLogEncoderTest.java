package dev.vitrine.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.platform.text.Visible;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLogEncoderTest {
  private static final String SEEN = "Gr\u00fc\u00dfe, \u6771\u4eac, \uD83D\uDE00 \\ \"";

  /** All control characters, of C0 and C1, and more that a terminal obeys. */
  private static final String UNSEEN =
      IntStream.concat(IntStream.range(0, 0x20), IntStream.range(0x7f, 0xa0))
              .mapToObj(Character::toString)
              .collect(Collectors.joining())
          + "\u2028\u2029\u202e\u2066\u200b\ufeff";

  private final LoggerContext context = new LoggerContext();
  private final JsonLogEncoder encoder = new JsonLogEncoder(Map.of("service.name", UNSEEN));

  @BeforeEach
  void start() {
    encoder.setContext(context);
    encoder.start();
  }

  @Test
  void escapesWhatSteersATerminalAndLosesNothing() throws Exception {
    LoggingEvent event = event(SEEN + UNSEEN);
    event.setKeyValuePairs(List.of(new KeyValuePair("url.path", "/" + UNSEEN)));
    event.setThrowableProxy(new ThrowableProxy(new IllegalStateException(UNSEEN)));

    String line = new String(encoder.encode(event), StandardCharsets.UTF_8);

    assertThat(line).endsWith("}\n").contains("Gr\u00fc\u00dfe, \u6771\u4eac, ");
    assertThat(line.strip().chars().filter(c -> Visible.isUnsafe((char) c))).isEmpty();
    JsonNode read = new ObjectMapper().readTree(line);
    assertThat(read.path("message").asText()).isEqualTo(SEEN + UNSEEN);
    assertThat(read.path("url.path").asText()).isEqualTo("/" + UNSEEN);
    assertThat(read.path("service.name").asText()).isEqualTo(UNSEEN);
    assertThat(read.path("exception.message").asText()).isEqualTo(UNSEEN);
  }

  @Test
  void hasEachFieldOnceWithTheLastOfItsValues() {
    LoggingEvent event = event("x");
    event.setKeyValuePairs(
        List.of(
            new KeyValuePair("route", "first"),
            new KeyValuePair("duration_ms", 1.25),
            new KeyValuePair("route", "last"),
            new KeyValuePair("nothing", null)));

    String line = new String(encoder.encode(event), StandardCharsets.UTF_8);

    assertThat(line)
        .contains("\"route\":\"last\"", "\"duration_ms\":1.25", "\"nothing\":\"\"")
        .doesNotContain("first");
  }

  @Test
  void keepsNothingOfTheLineBefore() {
    byte[] before = encoder.encode(event("long".repeat(10_000)));

    byte[] line = encoder.encode(event("short"));

    assertThat(new String(before, StandardCharsets.UTF_8)).hasSizeGreaterThan(40_000);
    assertThat(new String(line, StandardCharsets.UTF_8))
        .startsWith("{\"timestamp\":\"1970-01-01T00:00:00.000Z\"")
        .contains("\"message\":\"short\"")
        .doesNotContain("long")
        .endsWith("}\n");
  }

  private LoggingEvent event(String message) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerContext(context);
    event.setLoggerName("dev.vitrine.Test");
    event.setLevel(Level.INFO);
    event.setInstant(Instant.EPOCH);
    event.setMessage(message);
    return event;
  }
}
