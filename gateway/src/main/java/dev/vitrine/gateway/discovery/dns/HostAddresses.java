package dev.vitrine.gateway.discovery.dns;

import dev.vitrine.gateway.discovery.dns.DnsAnswer.Entry;
import dev.vitrine.gateway.discovery.dns.DnsAnswer.Failed;
import dev.vitrine.gateway.discovery.dns.DnsAnswer.Found;
import dev.vitrine.gateway.discovery.dns.DnsAnswer.Nothing;
import dev.vitrine.gateway.discovery.dns.DnsQuestions.RecordType;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The addresses of one host, IPv4 and IPv6, and the last that were known of each kind. A kind whose
 * question fails keeps them; one that does not exist any more loses them only where the other kind
 * does: that a host has no address at all is never believed. For one thread.
 */
final class HostAddresses {
  private final String name;
  private final DnsQuestions questions;
  private List<String> four = List.of();
  private List<String> six = List.of();

  HostAddresses(String name, DnsQuestions questions) {
    this.name = name;
    this.questions = questions;
  }

  /**
   * What is known after a question.
   *
   * @param ips may be what was known before
   * @param ttl in seconds, where something was found
   * @param fault why not all is of now; empty where it is
   */
  record Known(List<String> ips, long ttl, Optional<String> fault) {}

  /** Asks for both kinds. Never fails. */
  Future<Known> ask() {
    Future<DnsAnswer> a = questions.ask(name, RecordType.A);
    Future<DnsAnswer> aaaa = questions.ask(name, RecordType.AAAA);
    return a.compose(first -> aaaa.map(second -> known(first, second)));
  }

  private Known known(DnsAnswer a, DnsAnswer aaaa) {
    boolean exists = a instanceof Found || aaaa instanceof Found;
    four = kept(a, four, exists);
    six = kept(aaaa, six, exists);
    List<String> ips = new ArrayList<>(four);
    ips.addAll(six);
    return new Known(List.copyOf(ips), Math.min(ttl(a), ttl(aaaa)), fault(a, aaaa, exists));
  }

  private static List<String> kept(DnsAnswer answer, List<String> before, boolean exists) {
    return switch (answer) {
      case Found found -> ips(found);
      case Nothing _ -> exists ? List.of() : before;
      case Failed _ -> before;
    };
  }

  private Optional<String> fault(DnsAnswer a, DnsAnswer aaaa, boolean exists) {
    if (!exists) {
      return why(aaaa instanceof Failed && !(a instanceof Failed) ? aaaa : a);
    }
    // A server that cannot answer for a kind that nobody uses is no reason to worry.
    if (a instanceof Failed && !four.isEmpty()) {
      return why(a);
    }
    return aaaa instanceof Failed && !six.isEmpty() ? why(aaaa) : Optional.empty();
  }

  private Optional<String> why(DnsAnswer answer) {
    return switch (answer) {
      case Found _ -> Optional.empty();
      case Nothing(String why) -> Optional.of(name + ": " + why);
      case Failed(String why) -> Optional.of(name + ": " + why);
    };
  }

  private static long ttl(DnsAnswer answer) {
    return answer instanceof Found found ? found.ttl() : Long.MAX_VALUE;
  }

  private static List<String> ips(Found found) {
    return found.entries().stream()
        .filter(Entry.Address.class::isInstance)
        .map(entry -> ((Entry.Address) entry).ip())
        .toList();
  }
}
