package dev.vitrine.local.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.local.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files in which Prometheus reads where the metrics of each service are (its {@code
 * file_sd_configs}): {@code SERVICE.json}, replaced whole at each change. They are there whether a
 * Prometheus of ours runs or not: another one may read them. Any thread.
 */
public final class ScrapeTargets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final SortedMap<String, SortedMap<Integer, String>> services = new TreeMap<>();

  /** Writes files in which these services have no process yet. */
  public ScrapeTargets(Path folder, Collection<String> names) throws IOException {
    this.folder = folder;
    for (String name : names) {
      services.put(name, new TreeMap<>());
      write(name);
    }
  }

  /** The name of a service's file. */
  public static String fileName(String service) {
    return service + ".json";
  }

  /**
   * Says where a replica is; nothing is written when that was known.
   *
   * @param management host:port of its metrics
   */
  public synchronized void put(String service, int replica, String management) throws IOException {
    SortedMap<Integer, String> replicas = services.get(service);
    if (replicas != null && !management.equals(replicas.put(replica, management))) {
      write(service);
    }
  }

  private void write(String service) throws IOException {
    Collection<String> targets = services.getOrDefault(service, new TreeMap<>()).values();
    WholeFile.write(folder.resolve(fileName(service)), json(targets));
  }

  private static byte[] json(Collection<String> targets) throws JsonProcessingException {
    return JSON.writeValueAsBytes(List.of(Map.of("targets", targets)));
  }
}
