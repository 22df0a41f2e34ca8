package dev.vitrine.platform.telemetry;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: {@code timestamp} (UTC, milliseconds), {@code level}, {@code logger},
 * {@code thread}, {@code message}, the process's resource attributes, the event's own key-value
 * pairs, and {@code exception.*}. Everything is escaped by the JSON generator, so that nobody can
 * forge a line, nor steer a terminal that shows it. The console appender calls it from one thread
 * at a time.
 */
final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {
  private static final VisibleJson ESCAPES = new VisibleJson();

  private final JsonFactory json = new JsonFactory();
  private final ByteArrayBuilder out = new ByteArrayBuilder(1024); // longer than most lines
  private final Timestamps timestamps = new Timestamps();
  private final ThrowableProxyConverter stackTrace = new ThrowableProxyConverter();
  private final Map<String, String> resource;

  JsonLogEncoder(Map<String, String> resource) {
    this.resource = Map.copyOf(resource);
  }

  @Override
  public void start() {
    stackTrace.start();
    super.start();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    out.reset();
    try (JsonGenerator generator = json.createGenerator(out)) {
      generator.setCharacterEscapes(ESCAPES);
      generator.writeStartObject();
      write(event, generator);
      generator.writeEndObject();
      generator.writeRaw('\n');
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private void write(ILoggingEvent event, JsonGenerator generator) throws IOException {
    generator.writeStringField("timestamp", timestamps.of(event.getInstant()));
    generator.writeStringField("level", event.getLevel().toString());
    generator.writeStringField("logger", event.getLoggerName());
    generator.writeStringField("thread", event.getThreadName());
    generator.writeStringField("message", event.getFormattedMessage());
    for (Map.Entry<String, String> attribute : resource.entrySet()) {
      generator.writeStringField(attribute.getKey(), attribute.getValue());
    }
    if (event.getKeyValuePairs() != null) {
      writePairs(event.getKeyValuePairs(), generator);
    }
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      generator.writeStringField(LogField.EXCEPTION_TYPE.key(), thrown.getClassName());
      generator.writeStringField(
          LogField.EXCEPTION_MESSAGE.key(), String.valueOf(thrown.getMessage()));
      generator.writeStringField(LogField.EXCEPTION_STACKTRACE.key(), stackTrace.convert(event));
    }
  }

  private static void writePairs(List<KeyValuePair> pairs, JsonGenerator generator)
      throws IOException {
    int size = pairs.size();
    for (int i = 0; i < size; i++) {
      KeyValuePair pair = pairs.get(i);
      if (!isNamedIn(pairs.subList(i + 1, size), pair.key)) {
        generator.writeFieldName(pair.key);
        writeValue(pair.value == null ? "" : pair.value, generator);
      }
    }
  }

  /** The last of two pairs of one name wins: an object must not have a field twice. */
  private static boolean isNamedIn(List<KeyValuePair> pairs, String key) {
    for (KeyValuePair pair : pairs) {
      if (pair.key.equals(key)) {
        return true;
      }
    }
    return false;
  }

  private static void writeValue(Object value, JsonGenerator generator) throws IOException {
    switch (value) {
      case Integer number -> generator.writeNumber(number);
      case Long number -> generator.writeNumber(number);
      case Double number when Double.isFinite(number) -> generator.writeNumber(number);
      case Boolean bool -> generator.writeBoolean(bool);
      default -> generator.writeString(value.toString());
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
