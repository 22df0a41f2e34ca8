package dev.vitrine.user.account;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Passwords that are guessed first, and so are none (NIST SP 800-63B, section 3.1.1.2). Only those
 * of eight characters or more: shorter ones are refused for their length.
 */
final class CommonPasswords {
  private static final Set<String> ALL = load();

  private CommonPasswords() {}

  static boolean contains(String password) {
    return ALL.contains(password.toLowerCase(Locale.ROOT))
        || password.chars().distinct().count() == 1;
  }

  private static Set<String> load() {
    try (InputStream in = CommonPasswords.class.getResourceAsStream("common-passwords.txt")) {
      if (in == null) {
        throw new IllegalStateException("no resource common-passwords.txt");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
