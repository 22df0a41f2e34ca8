package dev.vitrine.platform.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The checks that constructors of configuration records make; none repairs. Each throws, unless it
 * is {@link Configuration} that makes the record: then the constructor goes on, so that all of its
 * checks are made, and the record is given to nobody.
 */
public final class Require {
  private static final ScopedValue<Set<Fault>> COLLECTED = ScopedValue.newInstance();

  private Require() {}

  /** Makes a record, and collects what its checks find. */
  static <T> T collecting(Set<Fault> found, ScopedValue.CallableOp<T, Exception> construction)
      throws Exception {
    return ScopedValue.where(COLLECTED, found).call(construction);
  }

  /** Throws unless there are none: for checks that find several at once. */
  public static void none(List<Fault> faults) {
    if (faults.isEmpty()) {
      return;
    }
    if (!COLLECTED.isBound()) {
      throw new InvalidConfigurationException(faults);
    }
    COLLECTED.get().addAll(faults);
  }

  /** Throws unless {@code valid}, naming the key, the value and what was expected. */
  public static void that(boolean valid, String key, Object value, String expected) {
    if (!valid) {
      none(List.of(new Fault(key, String.valueOf(value), expected)));
    }
  }

  /**
   * Where to listen: an IP address, one of IPv6 with brackets or without, or a host name. Whether
   * it is one of this machine's is known when it listens.
   */
  public static void listeningHost(String key, String host) {
    that(
        ListeningHost.isValid(host),
        key,
        '"' + host + '"',
        "an IP address such as 127.0.0.1 or ::1, or a host name");
  }

  /** A TCP port to listen on; 0 asks the system for a free one. */
  public static void listeningPort(String key, int port) {
    between(key, port, 0, 65_535);
  }

  /** A TCP port to connect to. */
  public static void port(String key, int port) {
    between(key, port, 1, 65_535);
  }

  /** A whole number within bounds, both included. */
  public static void between(String key, long value, long least, long most) {
    that(
        value >= least && value <= most,
        key,
        value,
        "a whole number from %d to %d".formatted(least, most));
  }

  /** A span of time within bounds, both included. */
  public static void between(String key, Duration value, Duration least, Duration most) {
    that(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        key,
        Durations.print(value),
        "a duration from %s to %s".formatted(Durations.print(least), Durations.print(most)));
  }

  /** A span of time no longer than another one of the configuration. */
  public static void atMost(String key, Duration value, String otherKey, Duration other) {
    that(
        value.compareTo(other) <= 0,
        key,
        Durations.print(value),
        "at most %s, which is %s".formatted(otherKey, Durations.print(other)));
  }

  /** A span of time without a fraction of a second. */
  public static void wholeSeconds(String key, Duration value) {
    that(value.toNanosPart() == 0, key, Durations.print(value), "a duration of whole seconds");
  }

  /** A text with at least one character that is not white space. */
  public static void notBlank(String key, String value) {
    that(!value.isBlank(), key, '"' + value + '"', "a text that is not blank");
  }
}
