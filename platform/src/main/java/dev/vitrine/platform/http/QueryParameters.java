package dev.vitrine.platform.http;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** Parameters in queries. */
public final class QueryParameters {
  private QueryParameters() {}

  /**
   * The value of a parameter that is given once at most; empty where it is absent, or has no value.
   *
   * @throws ProblemException 400, where it is given twice
   */
  public static Optional<String> only(RoutingContext ctx, String name) {
    List<String> values = ctx.queryParam(name);
    if (values.size() > 1) {
      throw Problem.malformed("The parameter '" + name + "' is given twice.").asException();
    }
    return values.stream().filter(value -> !value.isEmpty()).findFirst();
  }
}
