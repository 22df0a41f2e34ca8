package dev.vitrine.local.prometheus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.vitrine.local.discovery.ScrapeTargets;
import dev.vitrine.local.file.WholeFile;
import dev.vitrine.local.port.HostPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Prometheus is told: to scrape every process whose address {@link ScrapeTargets} has, in a
 * job called as its service is, and itself; and to evaluate the rules of the repository.
 */
public final class ScrapeConfiguration {
  private static final ObjectMapper YAML = new YAMLMapper();
  // As in observability/prometheus: the rules count on it.
  private static final String INTERVAL = "15s";
  private static final String TIMEOUT = "10s";

  private final Map<String, Object> tree = new LinkedHashMap<>();

  private ScrapeConfiguration(String rules, List<Map<String, Object>> jobs) {
    tree.put(
        "global",
        Map.of(
            "scrape_interval", INTERVAL,
            "scrape_timeout", TIMEOUT,
            "evaluation_interval", INTERVAL));
    tree.put("rule_files", List.of(rules));
    tree.put("scrape_configs", jobs);
  }

  /**
   * The configuration.
   *
   * @param home the folder of the launcher, with the rules
   * @param targets the folder of the {@link ScrapeTargets}, from that of the configuration
   * @param services the names of all services
   * @param port where this Prometheus is
   */
  public static ScrapeConfiguration of(Path home, Path targets, List<String> services, int port) {
    List<Map<String, Object>> jobs = new ArrayList<>();
    for (String service : services) {
      String file = targets.resolve(ScrapeTargets.fileName(service)).toString();
      // Prometheus watches the folder only after it has read the files for the first time: a change
      // between the two it would otherwise find minutes later.
      Map<String, Object> discovery = Map.of("files", List.of(file), "refresh_interval", INTERVAL);
      jobs.add(job(service, "file_sd_configs", discovery));
    }
    String self = new HostPort(PrometheusProgram.HOST, port).toString();
    jobs.add(job("prometheus", "static_configs", Map.of("targets", List.of(self))));
    Path rules = home.resolve("observability/prometheus/rules");
    return new ScrapeConfiguration(literally(rules) + "/*.yaml", jobs);
  }

  /** Writes it where Prometheus reads it. */
  public void write(Path file) throws IOException {
    WholeFile.write(file, YAML.writeValueAsBytes(tree));
  }

  private static Map<String, Object> job(String name, String kind, Map<String, Object> discovery) {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("job_name", name);
    job.put(kind, List.of(discovery));
    return job;
  }

  // The path is a pattern to Prometheus: a bracket in the name of a folder would be one, too.
  private static String literally(Path folder) {
    return folder.toString().replaceAll("[\\[?\\\\]", "\\\\$0");
  }
}
