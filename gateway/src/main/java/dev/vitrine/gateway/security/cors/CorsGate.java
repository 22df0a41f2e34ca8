package dev.vitrine.gateway.security.cors;

import dev.vitrine.platform.http.ListField;
import dev.vitrine.platform.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells browsers which pages may use a route, and answers their preflights. It is the browser that
 * holds to it: a request of another origin passes, without leave to read its answer, as it would
 * from anything that is not a browser. What upstreams say of CORS on such a route is replaced.
 */
public final class CorsGate implements Handler<RoutingContext> {
  private static final List<String> OWN =
      List.of(
          "Access-Control-Allow-Origin",
          "Access-Control-Allow-Credentials",
          "Access-Control-Expose-Headers",
          "Access-Control-Allow-Methods",
          "Access-Control-Allow-Headers",
          "Access-Control-Max-Age");

  private final CorsConfig config;
  private final List<OriginPattern> origins;
  private final Set<String> headers;

  public CorsGate(CorsConfig config) {
    this.config = config;
    this.origins = config.patterns();
    this.headers =
        config.headers().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    List<String> sent = request.headers().getAll("Origin");
    String method = request.getHeader("Access-Control-Request-Method");
    Optional<String> allowed = sent.size() == 1 ? allowed(sent.getFirst()) : Optional.empty();
    if (request.method().name().equals("OPTIONS") && !sent.isEmpty() && method != null) {
      preflight(ctx, allowed, method);
      return;
    }
    ctx.addHeadersEndHandler(v -> answer(ctx.response().headers(), allowed));
    ctx.next();
  }

  private void preflight(RoutingContext ctx, Optional<String> origin, String method) {
    List<String> asked =
        ListField.elements(ctx.request().headers(), "Access-Control-Request-Headers");
    if (origin.isEmpty() || !config.allowedMethods().contains(method) || !areAllowed(asked)) {
      vary(ctx.response().headers());
      ctx.fail(
          Problem.of(403, "cors-refused", "Pages of this origin may not do this", "")
              .asException());
      return;
    }
    HttpServerResponse response = ctx.response().setStatusCode(204);
    grant(response.headers(), origin.get());
    response.putHeader("Access-Control-Allow-Methods", String.join(", ", config.allowedMethods()));
    if (!config.headers().isEmpty()) {
      response.putHeader("Access-Control-Allow-Headers", String.join(", ", config.headers()));
    }
    response.putHeader("Access-Control-Max-Age", Long.toString(config.maxAgeSeconds()));
    response.end();
  }

  private void answer(MultiMap answer, Optional<String> origin) {
    OWN.forEach(answer::remove);
    if (origin.isPresent()) {
      grant(answer, origin.get());
      if (!config.exposedHeaders().isEmpty()) {
        answer.set("Access-Control-Expose-Headers", String.join(", ", config.exposedHeaders()));
      }
    } else {
      vary(answer);
    }
  }

  private void grant(MultiMap answer, String origin) {
    answer.set("Access-Control-Allow-Origin", config.allowsAll() ? "*" : origin);
    if (config.credentials()) {
      answer.set("Access-Control-Allow-Credentials", "true");
    }
    vary(answer);
  }

  /** Also where no origin was sent: a cache must not give that answer to one that sends it. */
  private void vary(MultiMap answer) {
    boolean there =
        ListField.contains(answer, "Vary", "Origin") || ListField.contains(answer, "Vary", "*");
    if (!config.allowsAll() && !there) {
      answer.add("Vary", "Origin");
    }
  }

  private Optional<String> allowed(String origin) {
    if (config.allowsAll()) {
      return Optional.of(origin);
    }
    return OriginPattern.sent(origin)
        .filter(sent -> origins.stream().anyMatch(pattern -> pattern.matches(sent)))
        .map(sent -> origin);
  }

  private boolean areAllowed(List<String> asked) {
    return asked.stream().map(name -> name.toLowerCase(Locale.ROOT)).allMatch(headers::contains);
  }
}
