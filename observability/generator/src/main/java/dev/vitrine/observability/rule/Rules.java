package dev.vitrine.observability.rule;

import dev.vitrine.observability.name.PromDuration;
import dev.vitrine.observability.slo.Slo;
import dev.vitrine.observability.text.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All rules of Prometheus. */
public final class Rules {
  private static final String COMMENT =
      "Written by RulesTest of observability/generator, from observability/slo.yaml. Do not edit.";

  private final Slo slo;
  private final TimeScale scale;
  private final Map<String, List<RuleGroup>> files = new LinkedHashMap<>();

  private Rules(Slo slo, TimeScale scale) {
    this.slo = slo;
    this.scale = scale;
    SloRules objectives = new SloRules(slo, scale);
    files.put("slo-recordings.yaml", objectives.recordings());
    files.put("slo-alerts.yaml", objectives.alerts());
    files.put(
        "alerts.yaml",
        List.of(
            new RuleGroup("traffic", scale.interval(), new TrafficAlerts(slo, scale).rules()),
            new RuleGroup("process", scale.interval(), new ProcessAlerts(slo, scale).rules()),
            new RuleGroup("signals", scale.interval(), new SignalAlerts(slo, scale).rules())));
  }

  /** The rules of these objectives; of a shorter scale, they are the same but for their times. */
  public static Rules of(Slo slo, TimeScale scale) {
    return new Rules(slo, scale);
  }

  /** The content of each file of rules, by its name. */
  public Map<String, String> files() {
    Map<String, String> contents = new LinkedHashMap<>();
    files.forEach((name, groups) ->
        contents.put(
            name,
            Yaml.write(COMMENT, Map.of("groups", groups.stream().map(this::group).toList()))));
    return contents;
  }

  /** The alerts; a name may be there more than once, with other severities or windows. */
  public List<Alert> alerts() {
    return rules(Alert.class);
  }

  /** The recordings. */
  public List<Recording> recordings() {
    return rules(Recording.class);
  }

  /** What the rules ask of Prometheus that has an answer when all is well, by a name for it. */
  public Map<String, String> queries() {
    Map<String, String> queries = new LinkedHashMap<>();
    recordings().forEach(it -> queries.put(named(it), it.expression()));
    alerts().forEach(it -> queries.put(named(it), it.measured()));
    return queries;
  }

  /** The whole expressions of all rules. */
  public List<String> expressions() {
    return rules(Rule.class).stream().map(Rule::expression).toList();
  }

  private <T extends Rule> List<T> rules(Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (List<RuleGroup> groups : files.values()) {
      for (RuleGroup group : groups) {
        group.rules().stream().filter(kind::isInstance).map(kind::cast).forEach(found::add);
      }
    }
    return found;
  }

  private Map<String, Object> group(RuleGroup group) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", group.name());
    tree.put("interval", PromDuration.of(group.interval()));
    tree.put("rules", group.rules().stream().map(this::rule).toList());
    return tree;
  }

  private Map<String, Object> rule(Rule rule) {
    return switch (rule) {
      case Recording recording -> recording(recording);
      case Alert alert -> alert(alert);
    };
  }

  private static Map<String, Object> recording(Recording recording) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("record", recording.name());
    tree.put("expr", recording.expression());
    if (!recording.labels().isEmpty()) {
      tree.put("labels", recording.labels());
    }
    return tree;
  }

  private Map<String, Object> alert(Alert alert) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("alert", alert.name());
    tree.put("expr", alert.expression());
    if (!alert.hold().isZero()) {
      tree.put("for", PromDuration.of(scale.hold(alert.hold())));
    }
    tree.put("labels", new TreeMap<>(alert.labels()));
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put("summary", alert.words().summary());
    annotations.put("description", alert.words().description());
    annotations.put("runbook_url", slo.links().runbook() + "#" + alert.anchor());
    annotations.put("dashboard_url", slo.links().grafana() + path(alert.words()));
    tree.put("annotations", annotations);
    return tree;
  }

  private static String path(Alert.Words words) {
    String path = words.dashboard().path();
    return words.variables().isEmpty() ? path : path + "?" + words.variables();
  }

  private static String named(Rule rule) {
    return rule.name() + new TreeMap<>(rule.labels());
  }
}
