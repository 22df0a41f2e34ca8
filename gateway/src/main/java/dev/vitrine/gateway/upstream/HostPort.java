package dev.vitrine.gateway.upstream;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address to connect to.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]{1,253})):(\\d{1,5})");

  /** Whether a host is an IP address, and needs no looking up. */
  public static boolean isAddress(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  /** Reads {@code host:port}; an IPv6 address is in brackets. */
  public static Optional<HostPort> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(3));
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return port < 1 || port > 65_535 ? Optional.empty() : Optional.of(new HostPort(host, port));
  }

  /**
   * The same, as Vert.x takes it, and as it tells the address of a connection: it compares hosts as
   * texts, and IPv6 addresses have many.
   */
  public SocketAddress socketAddress() {
    return NetUtil.isValidIpV6Address(host)
        ? SocketAddress.inetSocketAddress(new InetSocketAddress(InetAddress.ofLiteral(host), port))
        : SocketAddress.inetSocketAddress(port, host);
  }

  /** The host as it stands in a URI and in a Host field: an IPv6 address in brackets. */
  public String uriHost() {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  @Override
  public String toString() {
    return uriHost() + ":" + port;
  }
}
