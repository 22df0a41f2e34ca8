package dev.vitrine.gateway.discovery.dns;

import dev.vitrine.gateway.discovery.dns.DnsAnswer.Entry.Service;
import dev.vitrine.gateway.upstream.EndpointReport;
import java.util.List;

/**
 * Which of the targets of SRV records get requests, and how many (RFC 2782): those of the lowest
 * priority that there is, by their weights.
 */
final class ServiceTargets {
  private static final int LARGEST_WEIGHT = 1_000;

  private ServiceTargets() {}

  /** None, where the records say that there is no service: a target of one dot. */
  static List<Target> of(List<Service> records) {
    List<Service> usable =
        records.stream()
            .filter(record -> !record.target().equals(".") && record.port() > 0)
            .toList();
    int first = usable.stream().mapToInt(Service::priority).min().orElse(0);
    List<Service> chosen = usable.stream().filter(it -> it.priority() == first).toList();
    int heaviest = chosen.stream().mapToInt(Service::weight).max().orElse(0);
    return chosen.stream()
        .map(it -> new Target(it.target(), it.port(), weight(it.weight(), heaviest)))
        .toList();
  }

  private static int weight(int weight, int heaviest) {
    if (heaviest == 0) {
      return EndpointReport.DEFAULT_WEIGHT;
    }
    int scaled = heaviest <= LARGEST_WEIGHT ? weight : weight * LARGEST_WEIGHT / heaviest;
    // A weight of 0 beside others means seldom, not never.
    return Math.max(1, scaled);
  }
}
