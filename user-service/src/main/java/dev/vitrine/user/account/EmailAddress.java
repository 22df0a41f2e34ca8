package dev.vitrine.user.account;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address in its normal form: Unicode NFC, the domain in small letters. The local part is
 * kept as written (only its host may interpret it, RFC 5321, section 2.4); that two addresses that
 * differ by capitals alone are one account is the database's rule.
 *
 * <p>Accepted are dot-atoms of 1 to 64 octets at a domain name, 254 characters in all; quoted local
 * parts and address literals are not: no shop's customer has one.
 */
record EmailAddress(String value) {
  private static final int LONGEST_LOCAL_PART = 64;
  private static final Pattern LOCAL_PART =
      Pattern.compile("[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern DOMAIN =
      Pattern.compile(
          "([\\p{L}\\p{N}]([\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)+[\\p{L}\\p{N}]([\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?");

  /** The address that a text is, or empty where it is none. */
  static Optional<EmailAddress> parse(String text) {
    String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
    int at = normal.lastIndexOf('@');
    if (at < 1) {
      return Optional.empty();
    }
    String local = normal.substring(0, at);
    String domain = normal.substring(at + 1).toLowerCase(Locale.ROOT);
    boolean valid =
        local.getBytes(StandardCharsets.UTF_8).length <= LONGEST_LOCAL_PART
            && LOCAL_PART.matcher(local).matches()
            && DOMAIN.matcher(domain).matches();
    return valid ? Optional.of(new EmailAddress(local + "@" + domain)) : Optional.empty();
  }
}
