package dev.vitrine.observability.rule;

import java.time.Duration;
import java.util.List;

/**
 * Rules that are evaluated together, one after the other.
 *
 * @param interval how often
 */
public record RuleGroup(String name, Duration interval, List<Rule> rules) {
  public RuleGroup {
    rules = List.copyOf(rules);
  }
}
