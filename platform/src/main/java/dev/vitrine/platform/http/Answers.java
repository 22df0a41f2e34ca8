package dev.vitrine.platform.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Successful answers in JSON. */
public final class Answers {
  private Answers() {}

  /** Answers with a value and a status. */
  public static Future<Void> json(RoutingContext ctx, int status, Object value) {
    return body(ctx, status, Json.write(value));
  }

  /**
   * Answers 200 with a representation and its entity tag, or 304 where the client has it already
   * (RFC 9110, section 13.1.2).
   *
   * @param version what changes whenever the representation does
   */
  public static Future<Void> tagged(RoutingContext ctx, String version, Object value) {
    String tag = EntityTag.of(version);
    HttpServerResponse response = ctx.response().putHeader("ETag", tag);
    if (EntityTag.matchesAny(ctx.request().getHeader("If-None-Match"), tag)) {
      return response.setStatusCode(304).end();
    }
    return json(ctx, 200, value);
  }

  private static Future<Void> body(RoutingContext ctx, int status, Buffer body) {
    HttpServerResponse response =
        ctx.response()
            .setStatusCode(status)
            .putHeader("Content-Type", "application/json")
            .putHeader("Content-Length", Integer.toString(body.length()));
    return ctx.request().method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
  }
}
