package dev.vitrine.gateway.discovery.dns;

import dev.vitrine.gateway.discovery.dns.DnsAnswer.Entry;
import dev.vitrine.gateway.discovery.dns.DnsAnswer.Failed;
import dev.vitrine.gateway.discovery.dns.DnsAnswer.Found;
import dev.vitrine.gateway.discovery.dns.DnsAnswer.Nothing;
import dev.vitrine.gateway.discovery.dns.DnsQuestions.RecordType;
import dev.vitrine.gateway.discovery.dns.KnownHosts.Addresses;
import io.vertx.core.Future;
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
  private Addresses last;

  /**
   * @param before the last that were known when nobody had asked here yet
   */
  HostAddresses(String name, DnsQuestions questions, Addresses before) {
    this.name = name;
    this.questions = questions;
    this.last = before;
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
    last = new Addresses(kept(a, last.four(), exists), kept(aaaa, last.six(), exists));
    return new Known(last.all(), Math.min(ttl(a), ttl(aaaa)), fault(a, aaaa, exists));
  }

  /** The last that were known. */
  Addresses known() {
    return last;
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
    if (a instanceof Failed && !last.four().isEmpty()) {
      return why(a);
    }
    return aaaa instanceof Failed && !last.six().isEmpty() ? why(aaaa) : Optional.empty();
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
