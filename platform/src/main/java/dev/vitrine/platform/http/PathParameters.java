package dev.vitrine.platform.http;

import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Parameters in paths. */
public final class PathParameters {
  // 18 digits always fit a long; ids are generated, and far from it.
  private static final Pattern ID = Pattern.compile("[1-9]\\d{0,17}");

  private PathParameters() {}

  /**
   * The {@code id} of the path.
   *
   * @throws ProblemException 404, where it cannot be anybody's id
   */
  public static long id(RoutingContext ctx, String what) {
    String text = ctx.pathParam("id");
    if (text == null || !ID.matcher(text).matches()) {
      throw Problem.notFound("There is no such " + what + ".").asException();
    }
    return Long.parseLong(text);
  }
}
