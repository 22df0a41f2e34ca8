package dev.vitrine.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON as the services speak it: snake_case, timestamps in RFC 3339, decimal numbers as written
 * (money never passes through a double). Reading is strict: a key twice, a number that is none, or
 * anything behind the value is malformed.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // 19.90 stays 19.90: how many decimals a client wrote is checked, not lost.
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /** Writes records, collections and values. */
  public static Buffer write(Object value) {
    try {
      return Buffer.buffer(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException bug) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), bug);
    }
  }

  /** Jackson has no type of its own for it. */
  private static boolean isDuplicate(JsonProcessingException malformed) {
    return malformed.getOriginalMessage().startsWith("Duplicate field");
  }

  /**
   * Reads one JSON value.
   *
   * @throws ProblemException 400, where it is not JSON
   */
  public static JsonNode read(Buffer text) {
    try {
      JsonNode value = MAPPER.readTree(decoded(text));
      if (value.isMissingNode()) {
        throw Problem.malformed("The body is empty; a JSON object is expected.").asException();
      }
      return value;
    } catch (JsonProcessingException malformed) {
      String what = isDuplicate(malformed) ? "has a name twice" : "is not valid JSON";
      throw Problem.malformed("The body " + what + place(malformed) + ".").asException();
    } catch (CharacterCodingException undecodable) {
      throw Problem.malformed("The body is not valid UTF-8.").asException();
    } catch (NumberFormatException beyond) {
      throw Problem.malformed("The body has a number beyond all bounds.").asException();
    }
  }

  /** JSON that is exchanged is in UTF-8 (RFC 8259, section 8.1); the parser would take others. */
  private static String decoded(Buffer text) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.getBytes())).toString();
  }

  private static String place(JsonProcessingException malformed) {
    return malformed.getLocation() == null
        ? ""
        : " (line %d, column %d)"
            .formatted(malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr());
  }
}
