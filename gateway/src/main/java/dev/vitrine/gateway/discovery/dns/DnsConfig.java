package dev.vitrine.gateway.discovery.dns;

import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.platform.config.Require;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the DNS is asked.
 *
 * @param servers {@code address:port} of each name server; where there are none, those of the
 *     system
 * @param timeout for one query to one server
 * @param minTtl an answer counts at least this long, whatever its time to live
 * @param maxTtl and at most this long
 */
public record DnsConfig(List<String> servers, Duration timeout, Duration minTtl, Duration maxTtl) {
  private static final Pattern NUMERIC =
      Pattern.compile(
          "(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  public DnsConfig {
    for (int i = 0; i < servers.size(); i++) {
      String server = servers.get(i);
      boolean valid =
          HostPort.parse(server).filter(address -> isNumeric(address.host())).isPresent();
      Require.that(
          valid,
          "servers[%d]".formatted(i),
          server,
          "address:port with an IP address, one of IPv6 in brackets");
    }
    Require.between("timeout", timeout, Duration.ofMillis(50), Duration.ofSeconds(30));
    Require.between("min-ttl", minTtl, Duration.ofSeconds(1), Duration.ofSeconds(30));
    Require.between("max-ttl", maxTtl, minTtl, Duration.ofSeconds(30));
  }

  /** A name server that has to be looked up itself would need another one. */
  private static boolean isNumeric(String host) {
    Matcher matcher = NUMERIC.matcher(host);
    if (!matcher.matches()) {
      return false;
    }
    for (int i = 1; matcher.group(1) != null && i <= 4; i++) {
      if (Integer.parseInt(matcher.group(i)) > 255) {
        return false;
      }
    }
    return true;
  }

  /** How long an answer counts that may be kept for some seconds. */
  Duration clamped(long seconds) {
    Duration ttl = Duration.ofSeconds(Math.max(0, seconds));
    return ttl.compareTo(minTtl) < 0 ? minTtl : ttl.compareTo(maxTtl) > 0 ? maxTtl : ttl;
  }
}
