package dev.vitrine.platform.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Successful answers, in JSON where nothing else is said. */
public final class Answers {
  private static final String JSON = "application/json";

  private Answers() {}

  /** Answers with a value and a status. */
  public static Future<Void> json(RoutingContext ctx, int status, Object value) {
    return body(ctx, status, JSON, Json.write(value));
  }

  /**
   * Answers 200 with a representation and its entity tag, or 304 where the client has it already
   * (RFC 9110, section 13.1.2).
   *
   * @param version what changes whenever the representation does
   */
  public static Future<Void> tagged(RoutingContext ctx, String version, Object value) {
    return isKnown(ctx, EntityTag.of(version)) ? notModified(ctx) : json(ctx, 200, value);
  }

  /**
   * As {@link #tagged}, for what has no version, such as a list: the tag is a digest of the
   * representation. May be kept by anybody, and must be validated before each use.
   */
  public static Future<Void> digested(RoutingContext ctx, Object value) {
    return digested(ctx, JSON, Json.write(value));
  }

  /**
   * The same, for what is written already.
   *
   * @param type of the content, as the field {@code Content-Type} says it
   */
  public static Future<Void> digested(RoutingContext ctx, String type, Buffer content) {
    ctx.response().putHeader("Cache-Control", "no-cache");
    return isKnown(ctx, EntityTag.ofContent(content))
        ? notModified(ctx)
        : body(ctx, 200, type, content);
  }

  private static boolean isKnown(RoutingContext ctx, String tag) {
    ctx.response().putHeader("ETag", tag);
    return EntityTag.matchesAny(ctx.request().getHeader("If-None-Match"), tag);
  }

  private static Future<Void> notModified(RoutingContext ctx) {
    return ctx.response().setStatusCode(304).end();
  }

  private static Future<Void> body(RoutingContext ctx, int status, String type, Buffer body) {
    HttpServerResponse response =
        ctx.response()
            .setStatusCode(status)
            .putHeader("Content-Type", type)
            .putHeader("Content-Length", Integer.toString(body.length()));
    return ctx.request().method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
  }
}
