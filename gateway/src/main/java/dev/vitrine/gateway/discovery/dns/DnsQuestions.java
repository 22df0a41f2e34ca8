package dev.vitrine.gateway.discovery.dns;

import io.vertx.core.Future;

/** Asks the DNS. */
@FunctionalInterface
interface DnsQuestions {
  /** The types of records that are asked for. */
  enum RecordType {
    A,
    AAAA,
    SRV
  }

  /** Asks for the records of a name. Never fails: that is an answer too. */
  Future<DnsAnswer> ask(String name, RecordType type);
}
