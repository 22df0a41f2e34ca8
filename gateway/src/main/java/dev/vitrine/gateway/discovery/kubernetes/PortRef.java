package dev.vitrine.gateway.discovery.kubernetes;

import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Which port of an endpoint: a number, taken as it is, or a name, which each EndpointSlice gives
 * its own number.
 *
 * @param name empty for the port without a name, which is the only one of its Service
 * @param number 0 where there is a name
 */
record PortRef(String name, int number) {
  static final String EXPECTED = "the name of a port of the Service, or a number from 1 to 65535";

  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /** The port without a name. */
  static final PortRef UNNAMED = new PortRef("", 0);

  static boolean isValid(String text) {
    if (NUMBER.matcher(text).matches()) {
      return text.length() <= 5 && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535;
    }
    return NAME.matcher(text).matches();
  }

  /** Of a text that {@link #isValid}. */
  static PortRef of(String text) {
    return NUMBER.matcher(text).matches()
        ? new PortRef("", Integer.parseInt(text))
        : new PortRef(text, 0);
  }

  /** Its number at the endpoints of a slice; empty where they have no such port. */
  OptionalInt at(EndpointSlice slice) {
    if (number != 0) {
      return OptionalInt.of(number);
    }
    return slice.ports().stream()
        .filter(port -> port.name().equals(name))
        .mapToInt(EndpointSlice.Port::number)
        .findFirst();
  }

  @Override
  public String toString() {
    return number != 0 ? Integer.toString(number) : name.isEmpty() ? "without a name" : name;
  }
}
