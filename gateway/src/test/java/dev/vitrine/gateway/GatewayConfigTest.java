package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.Fault;
import dev.vitrine.platform.config.InvalidConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {
  @Test
  void hasADefaultForEveryValue() {
    GatewayConfig config = read(Map.of());

    assertThat(config.http().port()).isEqualTo(8080);
    assertThat(config.management().port()).isEqualTo(8081);
    assertThat(config.upstreams()).containsOnlyKeys("user-service", "product-service");
    assertThat(config.routeTable().routes().getFirst().path()).isEqualTo("/.well-known/jwks.json");
  }

  @Test
  void tellsEveryFaultWithItsPath() {
    Map<String, String> environment =
        Map.of(
            "VITRINE_HTTP_PORT", "http",
            "VITRINE_UPSTREAM_DEFAULTS_PROBE_FALL", "0",
            "VITRINE_UPSTREAMS", "{a: {endpoints: [{address: nowhere}]}}",
            "VITRINE_ROUTES", "[{path: a/, upstream: a}]");

    assertThatThrownBy(() -> read(environment))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("http.port: \"http\" (expected: a whole number)")
        .hasMessageContaining(
            "upstream-defaults.probe.fall: 0 (expected: a whole number from 1 to 100)")
        .hasMessageContaining("upstreams.a.endpoints[0].address: nowhere (expected: host:port")
        .hasMessageContaining("routes[0].path: a/ (expected: a path such as /products");
  }

  @Test
  void takesNoTimeThatItCannotKeepTo() {
    assertThatThrownBy(() -> read(Map.of("VITRINE_UPSTREAM_DEFAULTS_CLIENT_KEEP_ALIVE", "1500ms")))
        .hasMessageContaining(
            "upstream-defaults.client.keep-alive: 1500ms (expected: a duration of whole seconds)");
  }

  @Test
  void waitsForNoHeadForLongerThanItsConnectionsLast() {
    Map<String, String> environment =
        Map.of(
            "VITRINE_HTTP_IDLE_TIMEOUT", "4m",
            "VITRINE_UPSTREAM_DEFAULTS_CLIENT_IDLE_TIMEOUT", "5m",
            "VITRINE_UPSTREAMS", "{a: {}, b: {client: {idle-timeout: 9s}}}",
            "VITRINE_ROUTES",
                "[{path: /x, upstream: a}, {path: /y, upstream: b, streaming: true},"
                    + " {path: /z, upstream: b, head-timeout: 9s},"
                    + " {path: /v, upstream: a, head-timeout: 4m},"
                    + " {path: /w, upstream: a, head-timeout: 10m}]");

    assertThat(faults(environment))
        .containsExactlyInAnyOrder(
            "routes[1].head-timeout: 10s"
                + " (expected: at most upstreams.b.client.idle-timeout, which is 9s)",
            "routes[4].head-timeout: 10m (expected: at most http.idle-timeout, which is 4m)",
            "routes[4].head-timeout: 10m"
                + " (expected: at most upstreams.a.client.idle-timeout, which is 5m)");
  }

  @Test
  void tellsOfHeadsThatAreWaitedForTooLongBesideARouteThatLeadsNowhere() {
    Map<String, String> environment =
        Map.of(
            "VITRINE_UPSTREAMS", "{a: {}}",
            "VITRINE_ROUTES",
                "[{path: /x, upstream: b}, {path: /y, upstream: a, head-timeout: 70s}]");

    assertThat(faults(environment))
        .containsExactlyInAnyOrder(
            "routes[0].upstream: b (expected: one of a)",
            "routes[1].head-timeout: 70s"
                + " (expected: at most upstreams.a.client.idle-timeout, which is 1m)");
  }

  @Test
  void trustsNoConnectionForLongerThanItIsKept() {
    Map<String, String> environment =
        Map.of(
            "VITRINE_UPSTREAM_DEFAULTS_CLIENT_KEEP_ALIVE", "3s",
            "VITRINE_UPSTREAM_DEFAULTS_CLIENT_TRUSTED_IDLE", "4s");

    assertThatThrownBy(() -> read(environment))
        .hasMessageContaining(
            "upstream-defaults.client.trusted-idle: 4s (expected: a duration from 1s to 3s)");
  }

  @Test
  void asksTheApiServerNeitherTooOftenNorBackwards() {
    Map<String, String> environment =
        Map.of(
            "VITRINE_DISCOVERY_KUBERNETES_REFLECTOR_WATCH_TIMEOUT", "9s",
            "VITRINE_DISCOVERY_KUBERNETES_REFLECTOR_SILENCE", "0s",
            "VITRINE_DISCOVERY_KUBERNETES_REFLECTOR_RELIST", "9s",
            "VITRINE_DISCOVERY_KUBERNETES_REFLECTOR_LEAST_BACKOFF", "0s");
    Map<String, String> backwards =
        Map.of(
            "VITRINE_DISCOVERY_KUBERNETES_REFLECTOR_LEAST_BACKOFF", "9s",
            "VITRINE_DISCOVERY_KUBERNETES_REFLECTOR_LONGEST_BACKOFF", "8s");

    String path = "discovery.kubernetes.reflector.";
    assertThatThrownBy(() -> read(environment))
        .hasMessageContaining(path + "watch-timeout: 9s (expected: a duration from 10s to 1d)")
        .hasMessageContaining(path + "silence: 0s (expected: a duration from 1s to 1d)")
        .hasMessageContaining(path + "relist: 9s (expected: a duration from 10s to 1d)")
        .hasMessageContaining(path + "least-backoff: 0s (expected: a duration from 10ms to 1m)");
    assertThatThrownBy(() -> read(backwards))
        .hasMessageContaining(path + "longest-backoff: 8s (expected: a duration from 9s to 1h)");
  }

  @Test
  void takesNoValueThatIsOutOfItsRange() {
    Map<String, String> environment =
        Map.of(
            "VITRINE_EDGE_LIMITS_MAX_LOOPS", "0",
            "VITRINE_UPSTREAM_DEFAULTS_CLIENT_REMOVAL_GRACE", "2d",
            "VITRINE_UPSTREAM_DEFAULTS_PROBE_RISE", "0",
            "VITRINE_UPSTREAM_DEFAULTS_PROBE_SPREAD", "101",
            "VITRINE_UPSTREAM_DEFAULTS_BALANCE_SLOW_START_SHARE", "101",
            "VITRINE_UPSTREAM_DEFAULTS_RETRY_BUDGET_WINDOW", "1500ms",
            "VITRINE_UPSTREAM_DEFAULTS_HEDGING_WINDOW", "0s",
            "VITRINE_UPSTREAM_DEFAULTS_HEDGING_LEAST_ANSWERS", "0",
            "VITRINE_UPSTREAM_DEFAULTS_EJECTION_SPREAD", "-1",
            "VITRINE_ROUTE_DEFAULTS_RETRY_LONGEST_ASKED", "61s");

    assertThat(faults(environment))
        .containsExactlyInAnyOrder(
            "edge.limits.max-loops: 0 (expected: a whole number from 1 to 100)",
            "upstream-defaults.client.removal-grace: 2d" + " (expected: a duration from 0s to 1d)",
            "upstream-defaults.probe.rise: 0 (expected: a whole number from 1 to 100)",
            "upstream-defaults.probe.spread: 101" + " (expected: a whole number from 0 to 100)",
            "upstream-defaults.balance.slow-start-share: 101"
                + " (expected: a whole number from 0 to 100)",
            "upstream-defaults.retry-budget.window: 1500ms"
                + " (expected: a duration of whole seconds)",
            "upstream-defaults.hedging.window: 0s" + " (expected: a duration from 1s to 10m)",
            "upstream-defaults.hedging.least-answers: 0"
                + " (expected: a whole number from 1 to 1000000)",
            "upstream-defaults.ejection.spread: -1" + " (expected: a whole number from 0 to 100)",
            "route-defaults.retry.longest-asked: 61s" + " (expected: a duration from 0s to 1m)");
  }

  @Test
  void tellsWhereRoutesLeadWhateverElseHasFaults() {
    Map<String, String> environment =
        Map.of(
            "VITRINE_HTTP_PORT", "http",
            "VITRINE_EVENT_LOOPS", "1000",
            "VITRINE_UPSTREAM_DEFAULTS_PROBE_FALL", "0",
            "VITRINE_UPSTREAMS", "{a: {endpoints: [{address: nowhere}]}, b: {}}",
            "VITRINE_ROUTES", "[{path: /x, upstream: a}, {path: /y, upstream: c}]");

    assertThatThrownBy(() -> read(environment))
        .hasMessageContaining("http.port: \"http\" (expected: a whole number)")
        .hasMessageContaining("event-loops: 1000 (expected: a whole number from 0 to 256)")
        .hasMessageContaining("upstreams.a.endpoints[0].address: nowhere")
        .hasMessageContaining("routes[1].upstream: c (expected: one of a, b)")
        .satisfies(invalid -> assertThat(invalid.toString().lines()).hasSize(5));
  }

  @Test
  void refusesRoutesThatLeadNowhereOrAreThereTwice() {
    Map<String, String> environment =
        Map.of(
            "VITRINE_UPSTREAMS", "{a: {endpoints: []}}",
            "VITRINE_ROUTES",
                "[{path: /x, upstream: a}, {path: /x, upstream: a}, {path: /y, upstream: b}]");

    assertThatThrownBy(() -> read(environment))
        .hasMessageContaining("routes[1].path: /x (expected: a path that no other route has)")
        .hasMessageContaining("routes[2].upstream: b (expected: one of a)");
  }

  @Test
  void tellsAllThatIsWrongWithARoute() {
    Map<String, String> environment =
        Map.of(
            "VITRINE_UPSTREAMS",
            "{a: {endpoints: []}}",
            "VITRINE_ROUTES",
            "[{path: a/, upstream: b}, {path: /x, upstream: c, hold: often},"
                + " {path: /x, upstream: a}]");

    assertThatThrownBy(() -> read(environment))
        .hasMessageContaining("routes[0].path: a/ (expected: a path such as /products")
        .hasMessageContaining("routes[0].upstream: b (expected: one of a)")
        .hasMessageContaining("routes[1].upstream: c (expected: one of a)")
        .hasMessageContaining("routes[1].hold: \"often\" (expected: a duration")
        .hasMessageContaining("routes[2].path: /x (expected: a path that no other route has)")
        .satisfies(invalid -> assertThat(invalid.toString().lines()).hasSize(5));
  }

  @Test
  void saysOnceThatTheBuiltInRoutesDoNotFit() {
    Map<String, String> environment = Map.of("VITRINE_UPSTREAMS", "{a: {endpoints: []}}");

    assertThat(faults(environment))
        .containsExactly(
            "routes: left out, so the built-in ones are in force, and lead to"
                + " user-service, product-service, which upstreams does not have"
                + " (expected: a list of your own, or these in upstreams)");
  }

  @Test
  void refusesARouteThatItsOwnHealthWouldHide() {
    Map<String, String> environment =
        Map.of(
            "VITRINE_UPSTREAMS", "{a: {endpoints: []}}",
            "VITRINE_ROUTES", "[{path: /health, upstream: a}, {path: /healthy, upstream: a}]");

    assertThat(faults(environment))
        .containsExactly(
            "routes[0].path: /health"
                + " (expected: another path: the gateway answers this one itself)");
  }

  /** What is told of a configuration that is refused. */
  private static List<String> faults(Map<String, String> environment) {
    return assertThatExceptionOfType(InvalidConfigurationException.class)
        .isThrownBy(() -> read(environment))
        .actual()
        .faults()
        .stream()
        .map(Fault::toString)
        .toList();
  }

  private static GatewayConfig read(Map<String, String> environment) {
    return Configuration.of(environment).read(GatewayConfig.class, "defaults.yaml");
  }
}
