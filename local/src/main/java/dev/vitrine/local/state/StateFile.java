package dev.vitrine.local.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.local.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The file that says what runs. Always whole: a reader sees the state before or after a change. */
public final class StateFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path path;

  public StateFile(Path path) {
    this.path = path;
  }

  /** What was written last; empty when nothing was, or when it cannot be understood any more. */
  public Optional<SystemState> read() throws IOException {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(path), SystemState.class));
    } catch (NoSuchFileException | JsonProcessingException _) {
      return Optional.empty();
    }
  }

  /** Writes the state in the place of the former one. */
  public void write(SystemState state) throws IOException {
    WholeFile.write(path, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(state));
  }

  /** Forgets the state: nothing runs. */
  public void delete() throws IOException {
    Files.deleteIfExists(path);
  }
}
