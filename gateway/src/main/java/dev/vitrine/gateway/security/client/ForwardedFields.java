package dev.vitrine.gateway.security.client;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of where a request comes from, and what upstreams are told of it: of all that is in
 * the request, only what trusted proxies vouch for. Safe for any thread.
 */
public final class ForwardedFields {
  /** What is replaced, or removed, whatever came in; in small letters. */
  public static final Set<String> NAMES =
      Set.of(
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-prefix",
          "x-forwarded-server",
          "x-forwarded-ssl",
          "x-real-ip",
          "x-client-ip",
          "true-client-ip");

  private static final IpAddress NOWHERE = IpAddress.parse("0.0.0.0").orElseThrow();

  private final List<AddressBlock> trusted;
  private final ProxiesConfig.Field field;

  public ForwardedFields(ProxiesConfig config) {
    this.trusted = config.blocks();
    this.field = config.field();
  }

  /** Who asks. */
  public ClientAddress client(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    String peer = remote == null ? null : remote.hostAddress();
    // A peer that is no IP address, as in a Unix domain socket, is nobody's and trusted by nobody.
    Optional<IpAddress> address = peer == null ? Optional.empty() : IpAddress.parse(unzoned(peer));
    return ClientAddress.of(address.orElse(NOWHERE), request.headers(), trusted, field);
  }

  /** Whether the client's own connection is encrypted, as far as anybody trusted knows. */
  public boolean isSecure(HttpServerRequest request) {
    return trusted.isEmpty()
        ? request.isSSL() // who asks need not be found out
        : scheme(request, client(request)).equals("https");
  }

  /** Tells an upstream who asks, by {@code Forwarded} and by the older fields. */
  public void write(HttpServerRequest request, MultiMap upstream) {
    ClientAddress client = client(request);
    String scheme = scheme(request, client);
    String host = host(request, client);
    upstream.set(
        "X-Forwarded-For",
        client.hops().stream().map(IpAddress::toString).collect(Collectors.joining(", ")));
    upstream.set("X-Forwarded-Proto", scheme);
    if (!host.isEmpty()) {
      upstream.set("X-Forwarded-Host", host);
    }
    upstream.set("X-Forwarded-Port", port(request, client, scheme, host));
    upstream.set("Forwarded", ForwardedElement.write(client.hops(), scheme, host));
  }

  private String scheme(HttpServerRequest request, ClientAddress client) {
    String told = told(request, client, "X-Forwarded-Proto", "proto");
    return told.equals("https") || told.equals("http") ? told : request.isSSL() ? "https" : "http";
  }

  private String host(HttpServerRequest request, ClientAddress client) {
    String told = told(request, client, "X-Forwarded-Host", "host");
    if (ForwardedHost.isHost(told)) {
      return told;
    }
    String own = request.authority() == null ? "" : request.authority().toString();
    return ForwardedHost.isHost(own) ? own : "";
  }

  private String port(HttpServerRequest request, ClientAddress client, String scheme, String host) {
    if (client.peerIsTrusted() && field == ProxiesConfig.Field.X_FORWARDED_FOR) {
      List<String> told = request.headers().getAll("X-Forwarded-Port");
      if (told.size() == 1 && ForwardedHost.isPort(told.getFirst())) {
        return told.getFirst();
      }
    }
    String inHost = host.substring(host.lastIndexOf(':') + 1);
    return host.indexOf(':') > 0 && ForwardedHost.isPort(inHost) && !host.endsWith("]")
        ? inHost
        : scheme.equals("https") ? "443" : "80";
  }

  /** What a trusted peer says in the field that it speaks by; empty where there is nothing. */
  private String told(
      HttpServerRequest request, ClientAddress client, String name, String parameter) {
    if (!client.peerIsTrusted()) {
      return "";
    }
    if (field == ProxiesConfig.Field.X_FORWARDED_FOR) {
      List<String> values = request.headers().getAll(name);
      return values.size() == 1 ? values.getFirst().strip() : "";
    }
    // Of the element that tells of the client: as many from the right as there are trusted hops.
    List<String> elements =
        ListField.last(request.headers().getAll("Forwarded"), client.hops().size() - 1);
    return elements.isEmpty() ? "" : ForwardedElement.parameter(elements.getFirst(), parameter);
  }

  private static String unzoned(String address) {
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }
}
