package dev.vitrine.platform.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used. Thrown by the constructors of configuration records, with keys
 * relative to the record, and by {@link Configuration}, with whole paths and all faults at once.
 */
public final class InvalidConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  public InvalidConfigurationException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  public InvalidConfigurationException(String key, Object value, String expected) {
    this(List.of(new Fault(key, String.valueOf(value), expected)));
  }

  /** Every fault found, in the order of the keys; never empty. */
  public List<Fault> faults() {
    return faults;
  }
}
