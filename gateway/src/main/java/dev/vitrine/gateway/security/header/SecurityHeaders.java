package dev.vitrine.gateway.security.header;

import dev.vitrine.gateway.security.client.ForwardedFields;
import dev.vitrine.gateway.security.header.SecurityHeadersConfig.ResourcePolicy;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Adds to each answer, relayed or made here, what a browser should know of it, unless it is there.
 * Mounted before whatever may answer.
 */
public final class SecurityHeaders implements Handler<RoutingContext> {
  private final SecurityHeadersConfig config;
  private final ForwardedFields forwarding;

  /**
   * @param forwarding knows whether a client came by TLS, if only as far as a trusted proxy
   */
  public SecurityHeaders(SecurityHeadersConfig config, ForwardedFields forwarding) {
    this.config = config;
    this.forwarding = forwarding;
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (config.enabled()) {
      ctx.addHeadersEndHandler(v -> add(ctx.request()));
    }
    ctx.next();
  }

  /** The same for an answer that is made without a router's handlers, where it is. */
  public void cover(HttpServerRequest request) {
    if (config.enabled()) {
      // A router that has a handler for the request puts what that adds in the place of this.
      request.response().headersEndHandler(v -> add(request));
    }
  }

  /**
   * The fields of a problem that answers no request, for want of a whole one.
   *
   * @param secure whether it is answered over TLS
   */
  public Map<String, String> ofProblem(boolean secure) {
    MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    fields.set("Content-Type", "application/problem+json");
    if (config.enabled()) {
      addTo(fields, secure);
    }
    return fields.entries().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private void add(HttpServerRequest request) {
    addTo(request.response().headers(), forwarding.isSecure(request));
  }

  private void addTo(MultiMap answer, boolean secure) {
    // Only over TLS: RFC 6797, section 7.2.
    if (!config.hstsMaxAge().isZero() && secure) {
      setIfAbsent(
          answer, "Strict-Transport-Security", "max-age=" + config.hstsMaxAge().toSeconds());
    }
    setIfAbsent(answer, "X-Content-Type-Options", "nosniff");
    setIfAbsent(answer, "Referrer-Policy", "no-referrer");
    if (config.resourcePolicy() != ResourcePolicy.NONE) {
      setIfAbsent(answer, "Cross-Origin-Resource-Policy", config.resourcePolicy().value());
    }
    String type = answer.get("Content-Type");
    if (type != null && type.startsWith("application/problem+json")) {
      // Whatever a browser makes of a problem, it loads nothing for it, and shows it in no frame.
      setIfAbsent(answer, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
  }

  private static void setIfAbsent(MultiMap answer, String name, String value) {
    if (!answer.contains(name)) {
      answer.set(name, value);
    }
  }
}
