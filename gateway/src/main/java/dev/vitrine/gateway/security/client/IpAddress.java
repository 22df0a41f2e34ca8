package dev.vitrine.gateway.security.client;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address. One that is mapped into IPv6 (RFC 4291, section 2.5.5.2) is the IPv4
 * address that it stands for, so that no address has two forms.
 */
public final class IpAddress {
  private static final int V4 = 4;
  private static final int V6_NETWORK = 8;
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final int LONGEST = 45;

  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads an address as it is written, without brackets, port or zone; never a name. */
  public static Optional<IpAddress> parse(String text) {
    boolean v6 = text.indexOf(':') >= 0;
    if (text.length() > LONGEST || !(v6 ? IPV6 : IPV4).matcher(text).matches()) {
      return Optional.empty();
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    return bytes == null ? Optional.empty() : Optional.of(new IpAddress(unmapped(bytes)));
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
    try {
      return NetUtil.toAddressString(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
