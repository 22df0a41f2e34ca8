package dev.vitrine.gateway.security.limit;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The limits of one route, shared by all event loops: one bucket for each client, another for each
 * subject. Safe for any thread.
 */
public final class RateLimits {
  private final TokenBuckets byClient;
  private final TokenBuckets bySubject;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   * @param secrets what nobody outside can foretell: a {@link java.security.SecureRandom}
   */
  public RateLimits(RateLimitConfig config, LongSupplier nanoTime, RandomGenerator secrets) {
    byClient = new TokenBuckets(config, nanoTime, secrets);
    bySubject = new TokenBuckets(config, nanoTime, secrets);
  }

  /** Takes a token of a client, told by what {@code IpAddress.network()} says. */
  Decision client(byte[] network) {
    return byClient.take(network);
  }

  /** Takes a token of a verified subject. */
  Decision subject(String subject) {
    return bySubject.take(subject.getBytes(StandardCharsets.UTF_8));
  }
}
