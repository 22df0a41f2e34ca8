package dev.vitrine.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.gateway.discovery.SourceKind;
import dev.vitrine.gateway.resilience.AdmissionConfig;
import dev.vitrine.gateway.resilience.EjectionConfig;
import dev.vitrine.gateway.resilience.HedgingConfig;
import dev.vitrine.gateway.resilience.Resilience;
import dev.vitrine.gateway.resilience.ResilienceConfig;
import dev.vitrine.gateway.resilience.RetryBudgetConfig;
import dev.vitrine.gateway.resilience.RetryConfig;
import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.route.RouteDefaults;
import dev.vitrine.gateway.security.RouteProtection;
import dev.vitrine.gateway.security.limit.RateLimitConfig;
import dev.vitrine.gateway.security.token.AccessConfig;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.EndpointReport.Condition;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import dev.vitrine.platform.http.Json;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.telemetry.Buckets;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code /upstreams} says, letter by letter: others read it. */
class ConsoleTest {
  private static final Duration A_MOMENT = Duration.ofMillis(25);
  private static final RouteDefaults DEFAULTS =
      new RouteDefaults(
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          false,
          false,
          10_000,
          new RetryConfig(2, 1_000, A_MOMENT, A_MOMENT, Duration.ofSeconds(1)),
          RouteProtection.none());

  private final VirtualTime time = new VirtualTime();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final UpstreamRegistry registry = new UpstreamRegistry(Set.of("a"), time, time::nanos);
  private final Upstream upstream = registry.upstream("a");
  private final Readiness readiness = new Readiness();
  private final ConfigStatus config = new ConfigStatus("gateway.yaml", time, meters);
  private final Console console =
      new Console(
          registry,
          new ShownRoutes(List.of(), DEFAULTS),
          new GatewayStatus(
              time.instant(),
              readiness,
              config,
              new EdgeStatus(Optional.empty(), Optional.empty(), meters, time)),
          meters,
          time);

  @BeforeEach
  void show() {
    show(SourceKind.STATIC, "", DEFAULTS.at("/a", "a"));
  }

  @Test
  void tellsOfTheProcessItsConfigurationAndItsEdge() {
    readiness.started();
    time.pass(Duration.ofMinutes(1));
    config.refused("gateway.yaml: http.port: \"x\" (expected: a whole number)");

    JsonNode picture = picture();

    assertThat(picture.path("at")).isEqualTo(json("'2026-01-01T01:01:00Z'"));
    assertThat(picture.path("gateway"))
        .isEqualTo(json("{'started_at': '2026-01-01T01:00:00Z', 'phase': 'serving'}"));
    assertThat(picture.path("config"))
        .isEqualTo(
            json(
                """
                {'file': 'gateway.yaml', 'loaded_at': '2026-01-01T01:00:00Z',
                 'fault': 'gateway.yaml: http.port: \\"x\\" (expected: a whole number)',
                 'restart_needed': false}
                """));
    assertThat(picture.path("edge")).isEqualTo(json("{'tokens': null, 'certificate': null}"));
  }

  @Test
  void tellsOfAnEndpointAllThatDecidesWhetherItIsUsed() {
    upstream.update(
        List.of(
            new EndpointReport(
                new HostPort("10.0.0.1", 80),
                "uid",
                Optional.of(new HostPort("::1", 81)),
                Condition.READY,
                Optional.of("eu-1a"),
                50)));
    Endpoint endpoint = upstream.endpoints().getFirst();
    JsonNode unused = picture().at("/upstreams/0/endpoints/0");
    endpoint.acquire();
    endpoint.acquire();
    endpoint.release();
    time.pass(Duration.ofSeconds(7));
    endpoint.latency().observe(Duration.ofMillis(12).toNanos(), time.nanos());
    endpoint.probed(Endpoint.State.READY, "/health/ready answered 200");

    JsonNode used = picture().at("/upstreams/0/endpoints/0");

    assertThat(unused.path("latency_seconds").isNull()).isTrue();
    assertThat(unused.path("state").asText()).isEqualTo("unknown");
    assertThat(used)
        .isEqualTo(
            json(
                """
                {'address': '10.0.0.1:80', 'management': '[::1]:81', 'state': 'ready',
                 'reason': '/health/ready answered 200', 'since': '2026-01-01T01:00:07Z',
                 'in_flight': 1, 'requests': 2, 'latency_seconds': 0.012, 'zone': 'eu-1a',
                 'weight': 50}
                """));
  }

  @Test
  void namesTheSourceAndHowOldItsWordIs() {
    show(SourceKind.KUBERNETES, "shop/a", DEFAULTS.at("/a", "a"));
    JsonNode before = source();
    upstream.update(List.of());
    time.pass(Duration.ofMillis(2_500));
    upstream.sourceFailed("no list in time");

    assertThat(before)
        .isEqualTo(
            json(
                """
                {'kind': 'kubernetes', 'name': 'shop/a', 'fault': '', 'snapshot_age_seconds': null}
                """));
    assertThat(source())
        .isEqualTo(
            json(
                """
                {'kind': 'kubernetes', 'name': 'shop/a', 'fault': 'no list in time',
                 'snapshot_age_seconds': 2.5}
                """));
    assertThat(age("kubernetes")).isEqualTo(2.5);
  }

  @Test
  void takesTheConfigurationForNeverOutOfDate() {
    upstream.update(List.of());
    time.pass(Duration.ofDays(7));

    assertThat(source().path("snapshot_age_seconds")).isEqualTo(json("0.0"));
    assertThat(age("static")).isZero();
  }

  @Test
  void tellsOfARouteWhatIsNotTheDefault() {
    AccessConfig access =
        new AccessConfig(AccessConfig.Mode.AUTHENTICATED, List.of("catalog:write"), List.of("GET"));
    RateLimitConfig limit =
        new RateLimitConfig(100, Duration.ofSeconds(1), Optional.empty(), 65_536);
    show(
        SourceKind.STATIC,
        "",
        new RouteConfig(
            "/a",
            "a",
            DEFAULTS.hold(),
            DEFAULTS.headTimeout(),
            Duration.ofMillis(1_500),
            true,
            false,
            20_000,
            new RetryConfig(0, 1_000, A_MOMENT, A_MOMENT, Duration.ofSeconds(3)),
            new RouteProtection(Optional.of(access), Optional.of(limit), Optional.empty())));

    JsonNode route = picture().at("/routes/0");

    assertThat(route)
        .isEqualTo(
            json(
                """
                {'path': '/a', 'upstream': 'a', 'max_body': 20000,
                 'overrides': {'total_timeout_seconds': 1.5, 'streaming': true,
                   'max_body': 20000, 'retry_most': 0,
                   'retry_longest_asked_seconds': 3.0},
                 'protection': {'access': 'authenticated', 'scopes': ['catalog:write'],
                   'public_methods': ['GET'],
                   'rate_limit': {'requests': 100, 'per_seconds': 1.0, 'burst': 100},
                   'cors_origins': []},
                 'requests': 0, 'errors': 0, 'latency': [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]}
                """));
  }

  @Test
  void sumsUpTheRequestsOfARouteAndOfAll() {
    served("/a/*", "200", "", Duration.ofMillis(3));
    served("/a/*", "200", "", Duration.ofMillis(80));
    served("/a/*", "503", "no-endpoint", Duration.ofMillis(1));
    served("/a/*", "499", "client-closed-request", Duration.ofSeconds(20));
    served("/a/*", "200", "connection-lost", Duration.ofMillis(7));
    served("unmatched", "404", "", Duration.ofMillis(1));

    JsonNode picture = picture();

    assertThat(picture.at("/routes/0/requests").asInt()).isEqualTo(5);
    assertThat(picture.at("/routes/0/errors").asInt()).isEqualTo(2);
    assertThat(picture.at("/routes/0/latency")).isEqualTo(json("[2,3,3,3,3,4,4,4,4,4,4,4,4,4,4]"));
    assertThat(picture.at("/traffic/requests").asInt()).isEqualTo(6);
    assertThat(picture.at("/traffic/errors").asInt()).isEqualTo(2);
    assertThat(picture.at("/traffic/latency")).isEqualTo(json("[3,4,4,4,4,5,5,5,5,5,5,5,5,5,5]"));
    assertThat(picture.at("/traffic/latency_bounds_seconds"))
        .isEqualTo(
            json("[0.005,0.01,0.025,0.05,0.075,0.1,0.25,0.3,0.5,0.75,1.0,2.5,5.0,7.5,10.0]"));
  }

  @Test
  void blamesAnUpstreamOnlyForWhatItDid() {
    attempt("200", "");
    attempt("404", "404");
    attempt("500", "500");
    attempt("200", "upstream-broke-off");
    attempt("200", "client-gone");
    attempt("", "connection-refused");
    attempt("", "client-gone");
    attempt("", "superseded");

    JsonNode shown = picture().at("/upstreams/0");

    assertThat(shown.path("requests").asInt()).isEqualTo(8);
    assertThat(shown.path("errors").asInt()).isEqualTo(3);
  }

  @Test
  void countsRejectionsRetriesAndEjections() {
    Rejections rejections = new Rejections(meters, List.of("no-endpoint"));
    rejections.count("queue-full");
    rejections.count("queue-full");
    meters.counter("gateway.retries", "upstream", "a", "reason", "late").increment();
    meters.counter("gateway.retries", "upstream", "a", "reason", "status-503").increment();
    upstream.update(List.of(report(1), report(2)));
    Resilience limits = resilience();
    limits.ejection().connectFailed(upstream.endpoints().getFirst());
    limits.ejection().connectFailed(upstream.endpoints().getFirst());

    JsonNode picture = picture();

    assertThat(picture.at("/traffic/rejected"))
        .isEqualTo(json("{'no-endpoint': 0, 'queue-full': 2}"));
    assertThat(picture.at("/upstreams/0/retries").asInt()).isEqualTo(2);
    assertThat(picture.at("/upstreams/0/ejections").asInt()).isEqualTo(1);
    assertThat(picture.at("/upstreams/0/endpoints/0/state").asText()).isEqualTo("ejected");
    assertThat(
            meters
                .get("gateway.ejections")
                .tags("upstream", "a", "reason", "unreachable")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(
            meters
                .get("gateway.ejections")
                .tags("upstream", "a", "reason", "bad-answers")
                .counter()
                .count())
        .isZero();
  }

  @Test
  void tellsTheLastChangesFirstAndNoMoreThanAHundred() {
    upstream.update(List.of(report(1)));
    time.pass(Duration.ofSeconds(1));
    upstream.update(List.of());
    JsonNode first = picture().path("changes");
    for (int i = 0; i < 1_000; i++) {
      upstream.update(List.of(report(2)));
      upstream.update(List.of());
    }

    JsonNode last = picture().path("changes");

    assertThat(first)
        .isEqualTo(
            json(
                """
                [{'number': 2, 'at': '2026-01-01T01:00:01Z', 'upstream': 'a',
                  'endpoint': '10.0.0.1:80', 'before': 'ready', 'after': '',
                  'reason': 'discovery tells of it no more'},
                 {'number': 1, 'at': '2026-01-01T01:00:00Z', 'upstream': 'a',
                  'endpoint': '10.0.0.1:80', 'before': '', 'after': 'ready',
                  'reason': 'not probed: it has no management address'}]
                """));
    assertThat(last).hasSize(100);
    assertThat(last.at("/0/number").asInt()).isEqualTo(2_002);
  }

  @Test
  void forgetsTheMetersOfAnUpstreamThatIsGoneAndKeepsCountingThoseThatStay() {
    registry.configure(Set.of("a", "b"));
    ShownUpstream stays = shown("a", SourceKind.STATIC, "");
    ShownRoutes none = new ShownRoutes(List.of(), DEFAULTS);
    console.show(List.of(stays, shown("b", SourceKind.DNS, "b.example.")), none);
    upstream.update(List.of(report(1), report(2)));
    resilience().ejection().connectFailed(upstream.endpoints().getFirst());
    stays.limits().ejection().connectFailed(upstream.endpoints().getFirst());
    boolean was = meters.find("gateway.held.requests").tag("upstream", "b").gauge() != null;

    console.show(List.of(stays), none);

    assertThat(was).isTrue();
    assertThat(meters.find("gateway.held.requests").tag("upstream", "b").gauge()).isNull();
    assertThat(meters.find("gateway.ejections").tag("upstream", "b").counter()).isNull();
    assertThat(picture().at("/upstreams/0/ejections").asInt()).isEqualTo(1);
  }

  private void show(SourceKind source, String name, RouteConfig route) {
    console.show(List.of(shown("a", source, name)), new ShownRoutes(List.of(route), DEFAULTS));
  }

  private ShownUpstream shown(String name, SourceKind source, String sourceName) {
    return new ShownUpstream(registry.upstream(name), source, sourceName, resilience());
  }

  private Resilience resilience() {
    Duration ten = Duration.ofSeconds(10);
    return Resilience.of(
        upstream,
        new ResilienceConfig(
            new AdmissionConfig(10, 5, Duration.ofSeconds(1), Duration.ZERO, false),
            new RetryBudgetConfig(3, 20, ten),
            new HedgingConfig(95, 5, ten, 100),
            new EjectionConfig(2, ten, 5, ten, ten, 50, ten, 20)),
        new Random(7),
        time::nanos);
  }

  private static EndpointReport report(int number) {
    return EndpointReport.of(new HostPort("10.0.0." + number, 80), Optional.empty());
  }

  private void served(String route, String status, String error, Duration took) {
    Timer.builder("http.server.request.duration")
        .serviceLevelObjectives(Buckets.http())
        .tag("http.route", route)
        .tag("http.response.status_code", status)
        .tag("error.type", error)
        .register(meters)
        .record(took);
  }

  private void attempt(String status, String error) {
    Timer.builder("http.client.request.duration")
        .serviceLevelObjectives(Buckets.http())
        .tag("upstream", "a")
        .tag("http.response.status_code", status)
        .tag("error.type", error)
        .register(meters)
        .record(Duration.ofMillis(1));
  }

  private double age(String source) {
    return meters
        .get("gateway.discovery.snapshot.age")
        .tags("upstream", "a", "source", source)
        .gauge()
        .value();
  }

  private JsonNode source() {
    return picture().at("/upstreams/0/source");
  }

  private JsonNode picture() {
    return Json.read(Json.write(console.picture()));
  }

  private static JsonNode json(String text) {
    return Json.read(Buffer.buffer(text.replace('\'', '"')));
  }
}
