package dev.vitrine.observability.scrape;

import dev.vitrine.observability.name.PromDuration;
import dev.vitrine.observability.rule.TimeScale;
import dev.vitrine.observability.text.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A configuration of Prometheus for processes whose addresses are known only now. */
public final class PrometheusConfig {
  private PrometheusConfig() {}

  /**
   * Processes of one service.
   *
   * @param name the service
   * @param targets host:port of each management server
   */
  public record Job(String name, List<String> targets) {
    public Job {
      targets = List.copyOf(targets);
    }
  }

  /**
   * Writes it.
   *
   * @param scale how often to scrape, and to evaluate rules
   * @param rules the files of rules: absolute, or from the folder of the configuration; may have *
   */
  public static String of(TimeScale scale, List<Job> jobs, List<String> rules) {
    String interval = PromDuration.of(scale.interval());
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<String, String> global = new LinkedHashMap<>();
    global.put("scrape_interval", interval);
    global.put("scrape_timeout", interval);
    global.put("evaluation_interval", interval);
    tree.put("global", global);
    tree.put("rule_files", rules);
    tree.put("scrape_configs", jobs.stream().map(PrometheusConfig::job).toList());
    return Yaml.write("Written by " + PrometheusConfig.class.getName(), tree);
  }

  private static Map<String, Object> job(Job job) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("job_name", job.name());
    tree.put("static_configs", List.of(Map.of("targets", job.targets())));
    return tree;
  }
}
