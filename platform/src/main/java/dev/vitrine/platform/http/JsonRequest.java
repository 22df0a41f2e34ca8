package dev.vitrine.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;

/** The JSON body of a request, which a body handler has read before. */
public final class JsonRequest {
  private JsonRequest() {}

  /**
   * Reads the body.
   *
   * @throws ProblemException 415, where it is declared as something else, or encoded; 400, where it
   *     is not JSON
   */
  public static JsonNode read(RoutingContext ctx) {
    requireType(ctx, "application/json");
    Buffer body = ctx.body().buffer();
    return Json.read(body == null ? Buffer.buffer() : body);
  }

  /**
   * Makes sure that the request declares a media type, and no content coding: none is undone here.
   *
   * @throws ProblemException 415, where it declares another type, or none, or a coding
   */
  public static void requireType(RoutingContext ctx, String type) {
    String declared = ctx.request().getHeader("Content-Type");
    String essence =
        declared == null ? "" : declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!essence.equals(type)) {
      throw Problem.ofStatus(415)
          .detailed("Content-Type must be " + type + ".")
          .with("Accept", type)
          .asException();
    }
    requireIdentity(ctx.request().headers().getAll("Content-Encoding"));
  }

  /** RFC 9110, section 12.5.3, has a refusal name what would be taken. */
  private static void requireIdentity(List<String> codings) {
    boolean encoded =
        ListField.elements(codings).stream()
            .anyMatch(coding -> !coding.equalsIgnoreCase("identity"));
    if (encoded) {
      throw Problem.of(
              415,
              "unsupported-content-coding",
              "Unsupported content coding",
              "The content must be sent as it is, without Content-Encoding.")
          .with("Accept-Encoding", "identity")
          .asException();
    }
  }
}
