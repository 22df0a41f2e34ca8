package dev.vitrine.gateway.security.limit;

import dev.vitrine.platform.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses heads that are too large in a way that parsing does not see: 414 for a long target in
 * HTTP/2, 431 for many fields, 508 for a request that has come through this gateway too often.
 */
public final class HeadLimits implements Handler<RoutingContext> {
  private final EdgeLimitsConfig limits;
  private final int maxUriLength;
  private final Pattern ownHop;

  /**
   * @param maxUriLength characters of the request target
   * @param pseudonym what the gateway calls itself in {@code Via}
   */
  public HeadLimits(EdgeLimitsConfig limits, int maxUriLength, String pseudonym) {
    this.limits = limits;
    this.maxUriLength = maxUriLength;
    this.ownHop =
        Pattern.compile("(?:^|,)\\s*+[^\\s,]++\\s++" + Pattern.quote(pseudonym) + "(?=[\\s,]|$)");
  }

  @Override
  public void handle(RoutingContext ctx) {
    Optional<Problem> problem = problem(ctx.request());
    if (problem.isPresent()) {
      ctx.fail(problem.get().with("Connection", "close").asException());
    } else {
      ctx.next();
    }
  }

  private Optional<Problem> problem(HttpServerRequest request) {
    if (request.uri().length() > maxUriLength) {
      return Optional.of(Problem.ofStatus(414));
    }
    MultiMap headers = request.headers();
    if (hasTooManyFields(headers)) {
      return Optional.of(Problem.ofStatus(431));
    }
    if (headers.contains("Via") && loops(headers) >= limits.maxLoops()) {
      return Optional.of(Problem.of(508, "loop-detected", "The request goes round in circles", ""));
    }
    return Optional.empty();
  }

  private boolean hasTooManyFields(MultiMap headers) {
    int fields = 0;
    for (Map.Entry<String, String> _ : headers) {
      if (++fields > limits.maxFields()) {
        return true;
      }
    }
    return false;
  }

  /** RFC 9110, section 7.6.3: protocol, then who received it by that, then perhaps a comment. */
  private int loops(MultiMap headers) {
    int loops = 0;
    for (String via : headers.getAll("Via")) {
      Matcher hop = ownHop.matcher(via);
      while (hop.find()) {
        loops++;
      }
    }
    return loops;
  }
}
