package dev.vitrine.gateway.security.client;

import dev.vitrine.gateway.security.client.ProxiesConfig.Field;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who asks: the last address that somebody trusted vouches for. Read from the right: the peer, and,
 * as long as the one that is looked at is trusted, what it says of the one before it. What a client
 * wrote itself is further left, and never reached.
 *
 * @param ip the client
 * @param hops the client, and the trusted proxies that the request came through, the peer last
 * @param peerIsTrusted whether the other end of the connection is a trusted proxy
 */
public record ClientAddress(IpAddress ip, List<IpAddress> hops, boolean peerIsTrusted) {
  /** More proxies in a row than anybody has; the rest of the list is not read. */
  static final int MOST_HOPS = 16;

  /** An address, perhaps in brackets, perhaps with a port, which may be obfuscated (RFC 7239). */
  private static final Pattern NODE =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([0-9.]+))(?::(?:\\d{1,5}|_[A-Za-z0-9._-]+))?");

  /**
   * Finds the client.
   *
   * @param peer the other end of the connection
   */
  static ClientAddress of(
      IpAddress peer, MultiMap headers, List<AddressBlock> trusted, Field field) {
    boolean peerIsTrusted = isIn(trusted, peer);
    List<IpAddress> hops = new ArrayList<>(List.of(peer));
    if (peerIsTrusted) {
      List<String> told = told(headers, field);
      for (int i = told.size() - 1;
          i >= 0 && hops.size() < MOST_HOPS && isIn(trusted, hops.getLast());
          i--) {
        Optional<IpAddress> before = address(told.get(i));
        if (before.isEmpty()) {
          break; // "unknown", an obfuscated identifier, or garbage: nobody knows more
        }
        hops.add(before.get());
      }
    }
    Collections.reverse(hops);
    return new ClientAddress(hops.getFirst(), List.copyOf(hops), peerIsTrusted);
  }

  private static List<String> told(MultiMap headers, Field field) {
    return switch (field) {
      case X_FORWARDED_FOR -> ListField.last(headers.getAll("X-Forwarded-For"), MOST_HOPS);
      case FORWARDED ->
          ListField.last(headers.getAll("Forwarded"), MOST_HOPS).stream()
              .map(element -> ForwardedElement.parameter(element, "for"))
              .toList();
    };
  }

  private static boolean isIn(List<AddressBlock> blocks, IpAddress address) {
    for (AddressBlock block : blocks) {
      if (block.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<IpAddress> address(String node) {
    Optional<IpAddress> bare = IpAddress.parse(node);
    if (bare.isPresent()) {
      return bare;
    }
    Matcher form = NODE.matcher(node);
    if (node.length() > 128 || !form.matches()) {
      return Optional.empty();
    }
    return IpAddress.parse(form.group(1) == null ? form.group(2) : form.group(1));
  }
}
