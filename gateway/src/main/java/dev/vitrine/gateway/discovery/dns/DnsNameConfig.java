package dev.vitrine.gateway.discovery.dns;

import dev.vitrine.platform.config.Default;
import dev.vitrine.platform.config.Meaning;
import dev.vitrine.platform.config.Require;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An upstream that is a name in the DNS.
 *
 * @param name with a dot at its end, as it is; else also within the search domains of the system
 * @param type the records that lead to the endpoints
 * @param port where each address of {@link Type#A} serves; records of {@link Type#SRV} say so
 *     themselves
 * @param managementPort where the endpoints answer {@code /health/ready}; without it they count as
 *     ready
 */
public record DnsNameConfig(
    @Meaning(
            "with a dot at its end, as it is; else also within the search domains of"
                + " the system")
        String name,
    @Default(
            value = "a",
            meaning =
                "a: its addresses (A, AAAA) and port | srv: records that name hosts and ports")
        Lookup type,
    @Meaning(
            "where each address serves; needed for a, none for srv, whose records"
                + " say so themselves")
        Optional<Integer> port,
    @Meaning("where the endpoints answer /health/ready; null: they count as ready")
        Optional<Integer> managementPort) {
  private static final Pattern NAME =
      Pattern.compile(
          "(?=.{1,253}\\.?$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\\.?");

  /** What is asked for. */
  public enum Lookup {
    /** {@code A} and {@code AAAA}: the addresses of the name. */
    A,
    /** {@code SRV} (RFC 2782): names and ports, and then the addresses of those names. */
    SRV
  }

  public DnsNameConfig {
    Require.that(
        NAME.matcher(name).matches(), "name", name, "a host name of letters, digits and hyphens");
    port.ifPresent(number -> Require.port("port", number));
    managementPort.ifPresent(number -> Require.port("management-port", number));
    Require.that(
        port.isPresent() == (type == Lookup.A),
        "port",
        port.map(Object::toString).orElse("missing"),
        type == Lookup.A ? "a whole number from 1 to 65535" : "none, an SRV record has its own");
  }
}
