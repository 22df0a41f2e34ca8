package dev.vitrine.platform.config;

import java.util.Locale;

/** The two spellings of a key: camelCase inside, kebab-case outside. */
final class Keys {
  private Keys() {}

  static String outside(String componentName) {
    StringBuilder key = new StringBuilder(componentName.length() + 4);
    for (int i = 0; i < componentName.length(); i++) {
      char c = componentName.charAt(i);
      if (Character.isUpperCase(c)) {
        key.append('-');
      }
      key.append(c);
    }
    return key.toString().toLowerCase(Locale.ROOT);
  }
}
