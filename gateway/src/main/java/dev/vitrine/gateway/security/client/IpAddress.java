package dev.vitrine.gateway.security.client;

import dev.vitrine.platform.text.AsciiSet;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * An IPv4 or IPv6 address. One that is mapped into IPv6 (RFC 4291, section 2.5.5.2) is the IPv4
 * address that it stands for, so that no address has two forms.
 */
public final class IpAddress {
  private static final int V4 = 4;
  private static final int V6_NETWORK = 8;
  private static final AsciiSet V6_CHARACTERS = AsciiSet.HEX_DIGITS.and(":.");
  private static final int LONGEST = 45;

  private final byte[] bytes;
  private final String text;

  private IpAddress(byte[] bytes, String text) {
    this.bytes = bytes;
    this.text = text;
  }

  /** Reads an address as it is written, without brackets, port or zone; never a name. */
  public static Optional<IpAddress> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    return text.indexOf(':') < 0 ? parseV4(text) : parseV6(text);
  }

  /** Four numbers as they are usually written: what else some read as an address is none. */
  private static Optional<IpAddress> parseV4(String text) {
    byte[] bytes = new byte[V4];
    int at = 0;
    for (int i = 0; i < V4; i++) {
      int end = AsciiSet.DIGITS.end(text, at);
      boolean last = i == V4 - 1;
      if (last ? end < text.length() : end >= text.length() || text.charAt(end) != '.') {
        return Optional.empty();
      }
      int number = octet(text, at, end);
      if (number < 0) {
        return Optional.empty();
      }
      bytes[i] = (byte) number;
      at = end + 1;
    }
    return Optional.of(new IpAddress(bytes, text)); // there is no other way to write it
  }

  /** 0 to 255 without leading zeros, which some read as octal; -1 where it is not. */
  private static int octet(String text, int begin, int end) {
    int digits = end - begin;
    if (digits < 1 || digits > 3 || (digits > 1 && text.charAt(begin) == '0')) {
      return -1;
    }
    int number = Integer.parseInt(text, begin, end, 10);
    return number > 255 ? -1 : number;
  }

  private static Optional<IpAddress> parseV6(String text) {
    byte[] bytes =
        V6_CHARACTERS.spells(text) ? NetUtil.createByteArrayFromIpAddressString(text) : null;
    if (bytes == null) {
      return Optional.empty();
    }
    byte[] own = unmapped(bytes);
    return Optional.of(new IpAddress(own, written(own)));
  }

  /** The address itself in IPv4, its /64 in IPv6: what one client has for its own. */
  public byte[] network() {
    return bytes.length == V4 ? bytes.clone() : Arrays.copyOf(bytes, V6_NETWORK);
  }

  /** Bits of an address of this kind: 32 or 128. */
  int bits() {
    return bytes.length * 8;
  }

  /** Whether the first bits of both are the same, and both are of one kind. */
  boolean agreesWith(IpAddress other, int firstBits) {
    if (bytes.length != other.bytes.length) {
      return false;
    }
    int whole = firstBits / 8;
    if (!Arrays.equals(bytes, 0, whole, other.bytes, 0, whole)) {
      return false;
    }
    int rest = firstBits % 8;
    return rest == 0 || ((bytes[whole] ^ other.bytes[whole]) & 0xff) >> (8 - rest) == 0;
  }

  private static byte[] unmapped(byte[] bytes) {
    if (bytes.length == V4 || bytes[10] != -1 || bytes[11] != -1) {
      return bytes;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return bytes;
      }
    }
    return Arrays.copyOfRange(bytes, 12, 16);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** As RFC 5952 wants it written. */
  @Override
  public String toString() {
    return text;
  }

  private static String written(byte[] bytes) {
    try {
      return NetUtil.toAddressString(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
