package dev.vitrine.gateway.proxy;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/**
 * Answers an OPTIONS request that may not be forwarded any more: whoever asks wants to know of the
 * gateway, not of what is behind it (RFC 9110, section 7.6.2). With other methods the field has no
 * meaning, but with TRACE, which never gets so far.
 */
public final class MaxForwards implements Handler<RoutingContext> {
  static final String FIELD = "max-forwards";

  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern ZERO = Pattern.compile("0+");

  /** So many digits are a number that is large enough for any way. */
  private static final int DIGITS = 9;

  @Override
  public void handle(RoutingContext ctx) {
    String left = ctx.request().getHeader(FIELD);
    if (left != null && isMeant(ctx.request()) && ZERO.matcher(left.strip()).matches()) {
      ctx.response().setStatusCode(204).putHeader("Allow", NoTrace.ALLOW).end();
    } else {
      ctx.next();
    }
  }

  /** Whether the field means anything to this request. */
  static boolean isMeant(HttpServerRequest request) {
    return request.method().equals(HttpMethod.OPTIONS);
  }

  /** What is left for the next recipient; what is no number is none of our business. */
  static String next(String left) {
    String digits = left.strip();
    if (!NUMBER.matcher(digits).matches()) {
      return left;
    }
    return digits.length() > DIGITS
        ? "9".repeat(DIGITS)
        : Integer.toString(Math.max(0, Integer.parseInt(digits) - 1));
  }
}
