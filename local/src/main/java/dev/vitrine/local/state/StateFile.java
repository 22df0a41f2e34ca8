package dev.vitrine.local.state;

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

  /** What the file tells. */
  public sealed interface Content {
    /** What runs, or ran when its supervisor was killed. */
    record Known(SystemState state) implements Content {}

    /** There is no file: nothing was written, or all that ran has ended. */
    record Nothing() implements Content {}

    /** There is one that cannot be understood: what runs is not known. */
    record Damaged() implements Content {}
  }

  /** Reads the file. */
  public Content content() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (NoSuchFileException _) {
      return new Content.Nothing();
    }
    try {
      SystemState state = JSON.readValue(bytes, SystemState.class);
      return state == null ? new Content.Damaged() : new Content.Known(state);
    } catch (IOException _) {
      return new Content.Damaged();
    }
  }

  /** What was written last; empty when nothing was, or when it cannot be understood any more. */
  public Optional<SystemState> read() throws IOException {
    return content() instanceof Content.Known known ? Optional.of(known.state()) : Optional.empty();
  }

  /** Writes the state in the place of the former one. */
  public void write(SystemState state) throws IOException {
    WholeFile.write(path, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(state));
  }

  /** Forgets the state: nothing runs. */
  public void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  /** Its path. */
  @Override
  public String toString() {
    return path.toString();
  }
}
