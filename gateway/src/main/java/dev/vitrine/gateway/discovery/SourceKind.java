package dev.vitrine.gateway.discovery;

import java.util.Locale;

/** What kind of source tells of an upstream's endpoints. */
public enum SourceKind {
  /** The configuration, which tells once and is never out of date. */
  STATIC,
  /** The file that replaces the sources of all upstreams. */
  FILE,
  DNS,
  KUBERNETES;

  /** As metrics and {@code /upstreams} have it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
