package dev.vitrine.local.discovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.local.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The file in which the gateway reads the addresses of each service; replaced whole at each change.
 * Any thread.
 */
public final class Upstreams {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final SortedMap<String, SortedMap<Integer, Addresses>> services = new TreeMap<>();

  /** Writes a file in which these services have no address yet. */
  public Upstreams(Path file, Collection<String> names) throws IOException {
    this.file = file;
    names.forEach(name -> services.put(name, new TreeMap<>()));
    write();
  }

  /** Says where a replica is; nothing is written when that was known. */
  public synchronized void put(String service, int replica, Addresses addresses)
      throws IOException {
    SortedMap<Integer, Addresses> replicas = services.get(service);
    if (replicas != null && !addresses.equals(replicas.put(replica, addresses))) {
      write();
    }
  }

  private void write() throws IOException {
    Map<String, Collection<Addresses>> lists = new LinkedHashMap<>();
    services.forEach((name, replicas) -> lists.put(name, replicas.values()));
    WholeFile.write(
        file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(Map.of("upstreams", lists)));
  }

  /**
   * Where one replica is.
   *
   * @param address host:port of its public side
   * @param management host:port of its health and metrics
   */
  public record Addresses(String address, String management) {}
}
