package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.system.Client.Answer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a process shows at {@code /metrics}, once. */
final class Scraped {
  private final List<String> lines;

  private Scraped(List<String> lines) {
    this.lines = lines;
  }

  static Scraped of(Client management) throws InterruptedException {
    Answer answer = management.get("/metrics");
    assertThat(answer.status()).isEqualTo(200);
    return new Scraped(answer.body().lines().filter(line -> !line.startsWith("#")).toList());
  }

  /** Each series: its name and its labels, without its value. */
  Set<String> series() {
    return lines.stream()
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toSet());
  }

  /** The sum of the series of this name that have these labels, and maybe more; 0 for none. */
  double sum(String name, Map<String, String> labels) {
    return lines.stream()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> labels.entrySet().stream().allMatch(label -> has(line, label)))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static boolean has(String line, Map.Entry<String, String> label) {
    String shown = label.getKey() + "=\"" + label.getValue() + "\"";
    return line.contains("{" + shown) || line.contains("," + shown);
  }
}
