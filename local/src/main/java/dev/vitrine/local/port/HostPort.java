package dev.vitrine.local.port;

/**
 * Where something is reached.
 *
 * @param host a name or an address; that of IPv6 with brackets or without
 * @param port the TCP port
 */
public record HostPort(String host, int port) {
  /**
   * As it stands in a URL, such as {@code 127.0.0.1:8080}, {@code [::1]:8080} (RFC 3986, 3.2.2).
   */
  @Override
  public String toString() {
    boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
    return (bare ? "[" + host + "]" : host) + ":" + port;
  }

  /** Its URL, without a path. */
  public String url() {
    return "http://" + this;
  }
}
