package dev.vitrine.gateway.security.client;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All addresses that begin with the same bits.
 *
 * @param bits how many; 0 to 32, or 128
 */
record AddressBlock(IpAddress first, int bits) {
  private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f:.]+)(?:/(0|[1-9]\\d{0,2}))?");

  /** Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or one address. */
  static Optional<AddressBlock> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    return IpAddress.parse(form.group(1))
        .map(first ->
            new AddressBlock(
                first, form.group(2) == null ? first.bits() : Integer.parseInt(form.group(2))))
        .filter(block -> block.bits() <= block.first().bits());
  }

  boolean contains(IpAddress address) {
    return address.agreesWith(first, bits);
  }
}
