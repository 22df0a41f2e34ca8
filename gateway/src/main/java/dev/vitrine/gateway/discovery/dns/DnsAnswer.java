package dev.vitrine.gateway.discovery.dns;

import java.util.List;

/** What came of a question to the DNS. */
sealed interface DnsAnswer {
  /**
   * There are such records.
   *
   * @param ttl of the one that lives shortest, in seconds
   */
  record Found(List<Entry> entries, long ttl) implements DnsAnswer {}

  /** The DNS says that there are none: no such name, or no records of this type. */
  record Nothing(String why) implements DnsAnswer {}

  /** The DNS does not say: no answer in time, or a server that failed. */
  record Failed(String why) implements DnsAnswer {}

  /** One record. */
  sealed interface Entry {
    /** Of {@code A} or {@code AAAA}: an IP address. */
    record Address(String ip) implements Entry {}

    /** Of {@code SRV} (RFC 2782). */
    record Service(int priority, int weight, int port, String target) implements Entry {}
  }
}
