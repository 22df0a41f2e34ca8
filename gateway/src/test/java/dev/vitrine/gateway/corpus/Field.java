package dev.vitrine.gateway.corpus;

/** A header or trailer field as it was received. */
record Field(String name, String value) {
  /** Whether this is the field {@code Name: value}, or, without a colon, one of that name. */
  boolean is(String line) {
    int colon = line.indexOf(':', 1);
    return colon < 0
        ? name.equalsIgnoreCase(line)
        : name.equalsIgnoreCase(line.substring(0, colon))
            && value.equals(line.substring(colon + 1).strip());
  }

  @Override
  public String toString() {
    return name + ": " + value;
  }
}
