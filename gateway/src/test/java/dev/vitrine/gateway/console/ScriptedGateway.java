package dev.vitrine.gateway.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The console page, and an {@code /upstreams} that says what a test wants. By its clock, a second
 * passes from one answer to the next.
 */
final class ScriptedGateway implements AutoCloseable {
  static final Instant START = Instant.parse("2026-01-01T01:00:00Z");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Handler<RoutingContext> answer = this::tell;
  private volatile Consumer<ObjectNode> change = picture -> {};
  private volatile Counts perSecond = new Counts(0, 0, List.of(0, 0, 0, 0));

  /** What comes each second, to the first route of the first upstream. */
  record Counts(int requests, int errors, List<Integer> latency) {}

  ScriptedGateway(Vertx vertx) throws TimeoutException {
    Router router = Router.router(vertx);
    ConsoleRoutes.mountPage(router);
    router
        .route("/upstreams")
        .handler(ctx -> {
          asked.incrementAndGet();
          answer.handle(ctx);
        });
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .requestHandler(router);
    server.listen().await(5, TimeUnit.SECONDS);
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/console";
  }

  /** How often it was asked. */
  int asked() {
    return asked.get();
  }

  /** Says this from now on: what is usual, changed. */
  void says(Consumer<ObjectNode> changed) {
    change = changed;
    answer = this::tell;
  }

  /** Has that traffic, always. */
  void serves(Counts counts) {
    perSecond = counts;
  }

  /** Does something else with the question. */
  void does(Handler<RoutingContext> other) {
    answer = other;
  }

  private void tell(RoutingContext ctx) {
    try {
      ObjectNode picture = picture(asked.get());
      change.accept(picture);
      ctx.response().putHeader("Content-Type", "application/json").end(picture.toString());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private ObjectNode picture(int second) throws JsonProcessingException {
    Instant now = START.plus(Duration.ofSeconds(second));
    ObjectNode picture =
        (ObjectNode)
            JSON.readTree(
                """
                {"at": "%s",
                 "gateway": {"started_at": "2026-01-01T00:00:00Z", "phase": "serving"},
                 "config": {"file": "", "loaded_at": "2026-01-01T00:00:00Z", "fault": "", "restart_needed": false},
                 "edge": {"tokens": null, "certificate": null},
                 "traffic": {"latency_bounds_seconds": [0.005, 0.01, 0.1, 10.0], "rejected": {"no-endpoint": 0, "queue-full": 0}},
                 "upstreams": [{"name": "a", "source": {"kind": "static", "name": "", "fault": "", "snapshot_age_seconds": 0.0},
                   "in_flight": 0, "limit": 1024, "queued": 0, "held": 0, "retries": 0, "ejections": 0,
                   "endpoints": [{"address": "10.0.0.1:80", "management": "", "state": "ready",
                     "reason": "not probed: it has no management address", "since": "2026-01-01T00:00:00Z",
                     "in_flight": 0, "requests": 0, "latency_seconds": null, "zone": "", "weight": 100}]}],
                 "routes": [{"path": "/a", "upstream": "a", "max_body": 10485760, "overrides": {},
                   "protection": {"access": "unchecked", "scopes": [], "public_methods": [], "rate_limit": null, "cors_origins": []}}],
                 "changes": []}
                """
                    .formatted(now));
    count((ObjectNode) picture.path("traffic"), second);
    count((ObjectNode) picture.at("/upstreams/0"), second);
    count((ObjectNode) picture.at("/routes/0"), second);
    ((ObjectNode) picture.at("/upstreams/0/endpoints/0"))
        .put("requests", second * perSecond.requests());
    return picture;
  }

  private void count(ObjectNode counted, int second) {
    ArrayNode latency = counted.putArray("latency");
    for (int count : perSecond.latency()) {
      latency.add(second * count);
    }
    counted
        .put("requests", second * perSecond.requests())
        .put("errors", second * perSecond.errors());
  }

  @Override
  public void close() throws TimeoutException {
    server.close().await(5, TimeUnit.SECONDS);
  }
}
