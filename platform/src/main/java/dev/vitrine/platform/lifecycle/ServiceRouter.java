package dev.vitrine.platform.lifecycle;

import dev.vitrine.platform.http.Answers;
import dev.vitrine.platform.http.DateField;
import dev.vitrine.platform.http.Problem;
import dev.vitrine.platform.http.ProblemHandler;
import dev.vitrine.platform.http.Resource;
import dev.vitrine.platform.http.WellFormedTarget;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.function.Function;

/** The router that every service begins with: drain signal, problems, and {@code GET /health}. */
public final class ServiceRouter {
  private ServiceRouter() {}

  private record Health(String status, String service) {}

  /**
   * Makes the router of one event loop.
   *
   * @param problems the problems of the service's own exceptions
   */
  public static Router create(
      Vertx vertx,
      String service,
      Readiness readiness,
      Function<Throwable, Optional<Problem>> problems) {
    Router router = Router.router(vertx);
    router.route().handler(new DateField());
    router.route().handler(new DrainSignal(readiness));
    router.route().handler(new WellFormedTarget());
    new ProblemHandler(problems).mount(router);
    Health health = new Health("ok", service);
    Resource.at(router, "/health").get(ctx -> Answers.json(ctx, 200, health)).only();
    return router;
  }
}
