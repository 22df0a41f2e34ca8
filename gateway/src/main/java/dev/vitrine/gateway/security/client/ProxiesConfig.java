package dev.vitrine.gateway.security.client;

import dev.vitrine.platform.config.Require;
import java.util.List;

/**
 * The proxies before the gateway whose word on the client is taken.
 *
 * @param trusted blocks of addresses, such as {@code 10.0.0.0/8}; none by default
 * @param field the one field by which they tell it. The other is never believed: a proxy that does
 *     not know it would pass on what a client made up
 */
public record ProxiesConfig(List<String> trusted, Field field) {
  /** How a proxy says whom it asks for. */
  public enum Field {
    X_FORWARDED_FOR,
    FORWARDED
  }

  public ProxiesConfig {
    trusted.forEach(block ->
        Require.that(
            AddressBlock.parse(block).isPresent(),
            "trusted",
            block,
            "a block of addresses such as 10.0.0.0/8 or fd00::/8"));
  }

  /** Nobody is trusted. */
  public static ProxiesConfig none() {
    return new ProxiesConfig(List.of(), Field.X_FORWARDED_FOR);
  }

  List<AddressBlock> blocks() {
    return trusted.stream().map(block -> AddressBlock.parse(block).orElseThrow()).toList();
  }
}
