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

  @Test
  void escapesWhatSteersATerminalAndLosesNothing() throws Exception {
    encoder.setContext(context);
    encoder.start();
    LoggingEvent event = new LoggingEvent();
    event.setLoggerContext(context);
    event.setLoggerName("dev.vitrine.Test");
    event.setLevel(Level.INFO);
    event.setInstant(Instant.EPOCH);
    event.setMessage(SEEN + UNSEEN);
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
}
