package dev.vitrine.gateway.console;

import java.util.Locale;

/** How constants are written in JSON and as labels. */
final class Labels {
  private Labels() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
