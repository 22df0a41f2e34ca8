package dev.vitrine.gateway.discovery.kubernetes;

import java.time.Duration;

/** How a reflector is configured where a test says nothing else. */
final class Reflecting {
  static final ReflectorConfig BY_DEFAULT =
      new ReflectorConfig(
          Duration.ofSeconds(290),
          Duration.ofSeconds(90),
          Duration.ofMinutes(10),
          Duration.ofMillis(250),
          Duration.ofSeconds(8));

  private Reflecting() {}

  static ReflectorConfig watchingFor(Duration timeout) {
    return new ReflectorConfig(
        timeout,
        BY_DEFAULT.silence(),
        BY_DEFAULT.relist(),
        BY_DEFAULT.leastBackoff(),
        BY_DEFAULT.longestBackoff());
  }

  static ReflectorConfig silentFor(Duration silence) {
    return new ReflectorConfig(
        BY_DEFAULT.watchTimeout(),
        silence,
        BY_DEFAULT.relist(),
        BY_DEFAULT.leastBackoff(),
        BY_DEFAULT.longestBackoff());
  }

  static ReflectorConfig listingEvery(Duration relist) {
    return new ReflectorConfig(
        BY_DEFAULT.watchTimeout(),
        BY_DEFAULT.silence(),
        relist,
        BY_DEFAULT.leastBackoff(),
        BY_DEFAULT.longestBackoff());
  }

  static ReflectorConfig waiting(Duration least, Duration longest) {
    return new ReflectorConfig(
        BY_DEFAULT.watchTimeout(), BY_DEFAULT.silence(), BY_DEFAULT.relist(), least, longest);
  }
}
