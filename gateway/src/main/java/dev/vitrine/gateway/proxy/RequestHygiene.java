package dev.vitrine.gateway.proxy;

import dev.vitrine.platform.http.HostField;
import dev.vitrine.platform.http.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first step of every request: refuses what gateway and upstream could read differently. */
public final class RequestHygiene implements Handler<RoutingContext> {
  private static final Pattern ABSOLUTE_FORM = Pattern.compile("(?i)https?://([^/?#]+)(?:$|/)");

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    if (request.method().equals(HttpMethod.CONNECT)) {
      // Whatever follows is meant for a tunnel, and there is none.
      ctx.fail(
          Problem.ofStatus(405)
              .with("Allow", NoTrace.ALLOW)
              .with("Connection", "close")
              .asException());
      return;
    }
    Optional<String> fault = fault(request);
    if (fault.isPresent()) {
      ctx.fail(Problem.malformed(fault.get()).with("Connection", "close").asException());
      return;
    }
    ctx.next();
  }

  private static Optional<String> fault(HttpServerRequest request) {
    if (!namesOneHost(request)) {
      return Optional.of("Exactly one valid host is required.");
    }
    if (isAbsoluteForm(request) && !namesItsHost(request)) {
      return Optional.of("The request target and the Host field must name the same host.");
    }
    String path = request.path();
    if (path == null || !NormalPath.isNormal(path)) {
      return Optional.of("The path must be in its normal form.");
    }
    return Optional.empty();
  }

  private static boolean isAbsoluteForm(HttpServerRequest request) {
    return !request.uri().startsWith("/") && !request.uri().equals("*");
  }

  /**
   * RFC 9112, section 3.2.2, lets the target win; two different hosts are refused instead, and so
   * is a query without a path, in which Vert.x (5.0.12) would look for one.
   */
  private static boolean namesItsHost(HttpServerRequest request) {
    Matcher target = ABSOLUTE_FORM.matcher(request.uri());
    return target.lookingAt() && target.group(1).equalsIgnoreCase(request.getHeader("Host"));
  }

  /** In HTTP/1 that was seen to before, see {@code platform.http}. */
  private static boolean namesOneHost(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_2) {
      return true;
    }
    HostAndPort authority = request.authority();
    return authority != null
        && HostField.isValid(authority.toString())
        && request.headers().getAll("Host").stream().allMatch(host -> names(host, authority));
  }

  /** RFC 9113, section 8.3.1: a Host field beside the authority may only say the same. */
  private static boolean names(String host, HostAndPort authority) {
    HostAndPort named = HostAndPort.parseAuthority(host, -1);
    return named != null
        && named.host().equalsIgnoreCase(authority.host())
        && named.port() == authority.port();
  }
}
