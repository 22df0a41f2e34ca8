package dev.vitrine.local.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.local.program.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file in which a service says which ports it has taken.
 *
 * @param path the file; the service writes it whole, once its sockets are bound
 */
record AddressFile(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Forgets what a former process has written. */
  void clear() throws IOException {
    Files.createDirectories(path.getParent());
    Files.deleteIfExists(path);
  }

  /** What the process with this pid has written; empty when it has not yet. */
  Optional<Endpoint> of(long pid) throws IOException {
    try {
      JsonNode address = JSON.readTree(Files.readAllBytes(path));
      return address.path("pid").asLong() == pid
          ? Optional.of(
              new Endpoint(address.path("port").asInt(), address.path("management_port").asInt()))
          : Optional.empty();
    } catch (NoSuchFileException | JsonProcessingException _) {
      return Optional.empty();
    }
  }
}
