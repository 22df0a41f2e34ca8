package dev.vitrine.gateway.console;

import dev.vitrine.platform.http.Resource;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** What the gateway tells of itself on its management port: to programs, and to people. */
public final class ConsoleRoutes {
  private final Console console;

  public ConsoleRoutes(Console console) {
    this.console = console;
  }

  /** Reads the page's files: not for an event loop. */
  public void mount(Router management) {
    Resource.at(management, "/upstreams").get(new UpstreamsView(console)).only();
    mountPage(management);
  }

  /** The page alone, which asks {@code /upstreams} beside it. */
  static void mountPage(Router management) {
    // Relative, as all that the page names: it may be reached through a proxy, under another path.
    Handler<RoutingContext> lead = ctx -> redirect(ctx, "console");
    Resource.at(management, "/").offering("text/html").get(lead).only();
    PageFile page = new PageFile("console.html", "text/html");
    Resource.at(management, "/console").offering("text/html").get(ctx -> show(ctx, page)).only();
    file(management, "/console.css", "console.css", "text/css");
    file(management, "/console.js", "console.js", "text/javascript");
    file(management, "/console-figures.js", "console-figures.js", "text/javascript");
    file(management, "/console.svg", "console.svg", "image/svg+xml");
  }

  private static void file(Router management, String path, String name, String mediaType) {
    Resource.at(management, path).offering(mediaType).get(new PageFile(name, mediaType)).only();
  }

  // The router takes /console/ for /console, but there a browser would look elsewhere for the rest.
  private static void show(RoutingContext ctx, PageFile page) {
    if (ctx.request().path().endsWith("/")) {
      redirect(ctx, "../console");
    } else {
      page.handle(ctx);
    }
  }

  private static void redirect(RoutingContext ctx, String location) {
    ctx.response().setStatusCode(302).putHeader("Location", location).end();
  }
}
