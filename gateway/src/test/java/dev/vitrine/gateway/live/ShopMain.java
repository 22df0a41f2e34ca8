package dev.vitrine.gateway.live;

import dev.vitrine.platform.http.HttpServers;
import dev.vitrine.platform.lifecycle.Program;
import dev.vitrine.platform.lifecycle.Program.Afterwards;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.lifecycle.ServiceRouter;
import dev.vitrine.platform.lifecycle.Serving;
import dev.vitrine.platform.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An upstream with the life cycle of a real service. {@code /a?id=N} answers with what only request
 * N can be answered with, see {@link Answer}; POSTs are written down before they are done, and
 * answers before they are broken off. Its management server has {@code /mood/WORD}, see {@link
 * Mood}.
 */
final class ShopMain {
  private final ShopConfig config;
  private final Journal journal;
  private volatile Mood mood = Mood.WELL;

  private ShopMain(ShopConfig config, Journal journal) {
    this.config = config;
    this.journal = journal;
  }

  public static void main(String[] arguments) {
    Program.run("shop", ShopMain.class, arguments, Map.of("", ShopMain::serve));
  }

  private static Afterwards serve(Program program) throws Exception {
    ShopConfig config = program.configuration(ShopConfig.class);
    Telemetry telemetry = program.telemetry(config.telemetry());
    Readiness readiness = new Readiness();
    ShopMain shop = new ShopMain(config, Journal.appendTo(config.journal()));
    HttpServers servers =
        HttpServers.start(
                telemetry.vertx(), config.http().options(), vertx -> shop.router(vertx, readiness))
            .await(10, TimeUnit.SECONDS);
    new Serving(servers, config.lifecycle(), readiness)
        .open(program, telemetry, config.management(), shop::mountMood);
    return Afterwards.SERVE;
  }

  private Router router(Vertx vertx, Readiness readiness) {
    Router router = ServiceRouter.create(vertx, "shop", readiness, bug -> Optional.empty());
    router.route("/a").handler(ctx -> answer(vertx, ctx.request()));
    return router;
  }

  private void mountMood(Router management) {
    management.post("/mood/:word").handler(this::changeMood);
  }

  private void changeMood(RoutingContext ctx) {
    mood = Mood.valueOf(ctx.pathParam("word"));
    ctx.response().setStatusCode(204).end();
  }

  private void answer(Vertx vertx, HttpServerRequest request) {
    if (request.method().equals(HttpMethod.POST)) {
      journal.write(Shop.POST + request.getParam("id"));
    }
    Mood now = mood;
    request
        .body()
        .onSuccess(body -> {
          long delay = Long.parseLong(request.getParam("delay", "0"));
          long millis = Math.max(1, config.latency().toMillis()) * now.slowness() + delay;
          vertx.setTimer(millis, done -> answer(request, body, now));
        });
  }

  private void answer(HttpServerRequest request, Buffer body, Mood mood) {
    String answer = Answer.to(Long.parseLong(request.getParam("id")), body.length());
    request.response().putHeader("Content-Type", "text/plain");
    switch (mood) {
      case WELL, SLOW -> request.response().end(answer);
      case UNAVAILABLE -> request.response().setStatusCode(503).end();
      case RESETTING -> request.connection().close();
      case BREAKING -> breakOff(request, answer);
    }
  }

  /** By turns an answer that is shorter than it says, and one whose last chunk is missing. */
  private void breakOff(HttpServerRequest request, String answer) {
    String id = request.getParam("id");
    journal.write(Shop.BROKEN_OFF + id);
    HttpServerResponse response = request.response();
    if (Long.parseLong(id) % 2 == 0) {
      response.putHeader("Content-Length", Integer.toString(answer.length()));
    } else {
      response.setChunked(true);
    }
    response
        .write(answer.substring(0, answer.length() / 2))
        .onComplete(written -> request.connection().close());
  }
}
