package dev.vitrine.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.local.discovery.Upstreams.Addresses;
import dev.vitrine.local.file.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The file in which a gateway reads the endpoints of its upstreams, in the hands of a test. */
final class EndpointFile {
  private final Path path;
  private final Map<String, List<Addresses>> upstreams = new TreeMap<>();

  EndpointFile(Path path) {
    this.path = path;
  }

  /** From now on, these are the endpoints of an upstream. */
  void tell(String upstream, Addresses... endpoints) throws IOException {
    upstreams.put(upstream, List.of(endpoints));
    tell();
  }

  /** Tells all that was told, again. */
  void tell() throws IOException {
    WholeFile.write(path, new ObjectMapper().writeValueAsBytes(Map.of("upstreams", upstreams)));
  }

  /** From now on, tells nothing. */
  void fallSilent() throws IOException {
    Files.delete(path);
  }
}
