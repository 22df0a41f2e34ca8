package dev.vitrine.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/** A file that a gateway watches, and a test rewrites: whole, as an operator should. */
final class RewrittenFile {
  private final String variable;
  private final Path path;

  private RewrittenFile(String variable, Path path) {
    this.variable = variable;
    this.path = path;
  }

  /** The configuration; not there yet. */
  static RewrittenFile ofConfiguration(Path folder) {
    return new RewrittenFile("VITRINE_CONFIG", folder.resolve("gateway.yaml"));
  }

  /** That of all endpoints; not there yet. */
  static RewrittenFile ofEndpoints(Path folder) {
    return new RewrittenFile("VITRINE_DISCOVERY_FILE", folder.resolve("endpoints.yaml"));
  }

  Path path() {
    return path;
  }

  /** The environment of a gateway that looks at it so often that no test waits for long. */
  Map<String, String> watched() {
    return watched(Map.of());
  }

  /** The same, with more variables. */
  Map<String, String> watched(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put(variable, path.toString());
    environment.put("VITRINE_DISCOVERY_POLL", "20ms");
    return environment;
  }

  /** From now on it holds this. */
  RewrittenFile write(String content) throws IOException {
    Path draft = Files.writeString(path.resolveSibling("draft"), content);
    Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return this;
  }

  void delete() throws IOException {
    Files.delete(path);
  }
}
