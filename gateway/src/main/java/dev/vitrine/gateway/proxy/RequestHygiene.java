package dev.vitrine.gateway.proxy;

import dev.vitrine.platform.http.Problem;
import dev.vitrine.platform.telemetry.Exchange;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first step of every request: refuses what gateway and upstream could read differently, and
 * gives the client the id of its trace.
 */
public final class RequestHygiene implements Handler<RoutingContext> {
  /** Dot segments, empty segments, and encoded forms of dot, slash, backslash and NUL. */
  private static final Pattern AMBIGUOUS_PATH =
      Pattern.compile("(^|/)\\.{1,2}(/|$)|//|\\\\|%2e|%2f|%5c|%00");

  private static final Pattern ABSOLUTE_FORM = Pattern.compile("(?i)https?://([^/?#]+)");

  private static final Pattern CLOSE_IN_LIST =
      Pattern.compile("(?i)(^|,)\\s*close\\s*,|,\\s*close\\s*$");

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    Exchange.current()
        .ifPresent(exchange -> ctx.response().putHeader("X-Trace-Id", exchange.traceId()));
    if (asksToClose(request)) {
      ctx.addHeadersEndHandler(v -> ctx.response().putHeader("Connection", "close"));
      ctx.addEndHandler(end -> request.connection().close());
    }
    Optional<String> fault = fault(request);
    if (fault.isPresent()) {
      ctx.fail(Problem.malformed(fault.get()).with("Connection", "close").asException());
      return;
    }
    ctx.next();
  }

  /**
   * Vert.x sees {@code close} only where it is the whole value of the field; it may be in a list.
   */
  private static boolean asksToClose(HttpServerRequest request) {
    String connection = request.getHeader("Connection");
    return request.version() != HttpVersion.HTTP_2
        && connection != null
        && CLOSE_IN_LIST.matcher(connection).find();
  }

  private static Optional<String> fault(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2 && !hasOneHost(request)) {
      return Optional.of("Exactly one Host field is required.");
    }
    if (isAbsoluteForm(request) && !namesItsHost(request)) {
      return Optional.of("The request target and the Host field must name the same host.");
    }
    String path = request.path();
    if (path == null || AMBIGUOUS_PATH.matcher(path.toLowerCase(Locale.ROOT)).find()) {
      return Optional.of("The path must be in its normal form.");
    }
    return Optional.empty();
  }

  private static boolean isAbsoluteForm(HttpServerRequest request) {
    return !request.uri().startsWith("/") && !request.uri().equals("*");
  }

  /** RFC 9112, section 3.2.2, lets the target win; two different hosts are refused instead. */
  private static boolean namesItsHost(HttpServerRequest request) {
    Matcher target = ABSOLUTE_FORM.matcher(request.uri());
    return target.lookingAt() && target.group(1).equalsIgnoreCase(request.getHeader("Host"));
  }

  private static boolean hasOneHost(HttpServerRequest request) {
    int hosts = request.headers().getAll("Host").size();
    return hosts == 1 ? request.authority() != null : request.version() == HttpVersion.HTTP_1_0;
  }
}
