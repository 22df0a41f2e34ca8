package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints that come, go, are ready and are not, as a client of the gateway sees them. */
@ExtendWith(VertxExtension.class)
class DiscoveryTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final String NOT_READY =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

  private static Vertx vertx;

  @TempDir Path folder;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void followsTheReadinessOfAnEndpoint() throws Exception {
    AtomicReference<String> readiness = new AtomicReference<>(NOT_READY);
    try (RawServer service = RawServer.answering(vertx, OK);
        RawServer management =
            new RawServer(vertx, (text, socket) -> socket.write(readiness.get()));
        RunningGateway gateway = probing(service, management)) {

      String before = get(gateway, "/a");
      readiness.set(OK);
      await().untilAsserted(() -> assertThat(get(gateway, "/a")).startsWith("HTTP/1.1 200"));
      String health = get(gateway, "/health");
      readiness.set(NOT_READY);
      await().untilAsserted(() -> assertThat(get(gateway, "/a")).startsWith("HTTP/1.1 503"));

      assertThat(before)
          .startsWith("HTTP/1.1 503")
          .contains("urn:vitrine:problem:no-endpoint", "\"reason\":\"no-endpoint\"")
          .contains("application/problem+json");
      assertThat(before.toLowerCase(Locale.ROOT)).contains("retry-after: 1");
      assertThat(health).contains("\"status\":\"ok\"");
      assertThat(get(gateway, "/health")).startsWith("HTTP/1.1 200").contains("degraded");
    }
  }

  @Test
  void forgivesOneFailedProbe() throws Exception {
    AtomicReference<String> readiness = new AtomicReference<>(OK);
    try (RawServer service = RawServer.answering(vertx, OK);
        RawServer management =
            new RawServer(vertx, (text, socket) -> socket.write(readiness.getAndSet(OK)));
        RunningGateway gateway = probing(service, management)) {
      await().untilAsserted(() -> assertThat(get(gateway, "/a")).startsWith("HTTP/1.1 200"));

      readiness.set(NOT_READY);
      await().until(() -> OK.equals(readiness.get()));

      assertThat(get(gateway, "/a")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void asksAgainWhoeverHasLeftManyProbesUnanswered() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (RawServer service = RawServer.answering(vertx, OK);
        RawServer management =
            new RawServer(
                vertx,
                (text, socket) -> {
                  if (asked.incrementAndGet() > 12) {
                    socket.write(OK);
                  }
                });
        RunningGateway gateway =
            probing(
                Map.of("VITRINE_UPSTREAM_DEFAULTS_PROBE_TIMEOUT", "20ms"), service, management)) {

      await().untilAsserted(() -> assertThat(get(gateway, "/a")).startsWith("HTTP/1.1 200"));

      assertThat(asked.get()).isGreaterThan(12);
    }
  }

  @Test
  void readsEndpointsFromAFileThatComesLateAndChanges() throws Exception {
    RewrittenFile file = RewrittenFile.ofEndpoints(folder);
    try (RawServer one = RawServer.answering(vertx, OK.replace("ok", "11"));
        RawServer two = RawServer.answering(vertx, OK.replace("ok", "22"));
        RunningGateway gateway = RunningGateway.with(file.watched())) {

      String before = get(gateway, "/a");
      file.write("{upstreams: {a: [{address: '127.0.0.1:%d'}]}}".formatted(one.port()));
      await().untilAsserted(() -> assertThat(get(gateway, "/a")).endsWith("11"));
      file.write("{upstreams: {a: [{address: '127.0.0.1:%d'}]}}".formatted(two.port()));
      await().untilAsserted(() -> assertThat(get(gateway, "/a")).endsWith("22"));

      assertThat(before).startsWith("HTTP/1.1 503");
    }
  }

  @Test
  void keepsItsEndpointsWhereTheFileCannotBeUsed() throws Exception {
    RewrittenFile file = RewrittenFile.ofEndpoints(folder);
    try (RawServer upstream = RawServer.answering(vertx, OK)) {
      String good = "{upstreams: {a: [{address: '127.0.0.1:%d'}]}}".formatted(upstream.port());
      file.write(good);
      try (RunningGateway gateway = RunningGateway.with(file.watched())) {
        for (String bad :
            new String[] {
              "{upstreams: {a: [{address: nowhere}]}}",
              "{",
              "[]",
              "{upstream: {}}",
              "",
              "{upstreams: {}}",
              "{upstreams: {b: []}}"
            }) {
          file.write(bad);
          await().until(() -> !gateway.fileFault().isEmpty());

          assertThat(get(gateway, "/a")).startsWith("HTTP/1.1 200");

          file.write(good + " ".repeat(bad.length()));
          await().until(() -> gateway.fileFault().isEmpty());
        }
        String last = Files.readString(file.path());
        file.delete();
        await().until(() -> gateway.fileFault().contains("no such file"));

        assertThat(get(gateway, "/a")).startsWith("HTTP/1.1 200");
        file.write(last);
        await().until(() -> gateway.fileFault().isEmpty());
      }
    }
  }

  @Test
  void keepsTheEndpointsOfAnUpstreamThatTheFileLeavesOut() throws Exception {
    RewrittenFile file = RewrittenFile.ofEndpoints(folder);
    Map<String, String> more =
        Map.of(
            "VITRINE_ROUTE_DEFAULTS_HOLD", "0s",
            "VITRINE_UPSTREAMS", "{a: {}, b: {}}",
            "VITRINE_ROUTES", "[{path: /a, upstream: a}, {path: /b, upstream: b}]");
    try (RawServer upstream = RawServer.answering(vertx, OK)) {
      String one = "[{address: '127.0.0.1:%d'}]".formatted(upstream.port());
      file.write("{upstreams: {a: %s, b: %s}}".formatted(one, one));
      try (RunningGateway gateway = RunningGateway.with(file.watched(more))) {

        file.write("{upstreams: {a: []}}");
        await().untilAsserted(() -> assertThat(get(gateway, "/a")).startsWith("HTTP/1.1 503"));
        file.write("{upstreams: {a: %s}}".formatted(one));
        await().untilAsserted(() -> assertThat(get(gateway, "/a")).startsWith("HTTP/1.1 200"));
        String leftOut = get(gateway, "/b");
        String fault = source(gateway, "b");
        file.write("{upstreams: {a: %s, b: []}}".formatted(one));
        await().untilAsserted(() -> assertThat(get(gateway, "/b")).startsWith("HTTP/1.1 503"));

        assertThat(leftOut).startsWith("HTTP/1.1 200");
        assertThat(fault).contains("no list for the upstream");
        assertThat(source(gateway, "b")).isEmpty();
      }
    }
  }

  @Test
  void closesTheConnectionsToAnEndpointThatIsGone() throws Exception {
    RewrittenFile file = RewrittenFile.ofEndpoints(folder);
    Map<String, String> more = Map.of("VITRINE_UPSTREAM_DEFAULTS_CLIENT_KEEP_ALIVE", "1h");
    try (RawServer gone =
            new RawServer(
                vertx,
                (text, socket) -> {
                  if (!text.contains("/slow")) {
                    socket.write(OK);
                  }
                });
        RawServer here = RawServer.answering(vertx, OK.replace("ok", "22"));
        RunningGateway gateway = RunningGateway.with(file.watched(more))) {
      file.write("{upstreams: {a: [{address: '127.0.0.1:%d'}]}}".formatted(gone.port()));
      await().untilAsserted(() -> assertThat(get(gateway, "/a")).endsWith("ok"));
      try (RawClient slow = new RawClient(gateway.port())) {
        slow.send("GET /a/slow HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n");
        await().until(() -> gone.received().contains("/slow"));
        get(gateway, "/a"); // on another connection, which is idle now

        file.write("{upstreams: {a: [{address: '127.0.0.1:%d'}]}}".formatted(here.port()));
        await().until(() -> gone.closedConnections() == gone.connections() - 1);
        gone.writeToAll(OK);

        assertThat(slow.readToEnd()).startsWith("HTTP/1.1 200");
        await().until(() -> gone.closedConnections() == gone.connections());
      }
    }
  }

  @Test
  void breaksOffWhatLastsTooLongAtAnEndpointThatIsGone() throws Exception {
    RewrittenFile file = RewrittenFile.ofEndpoints(folder);
    Map<String, String> environment =
        file.watched(Map.of("VITRINE_UPSTREAM_DEFAULTS_CLIENT_REMOVAL_GRACE", "100ms"));
    try (RawServer gone = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway = RunningGateway.with(environment);
        RawClient client = new RawClient(gateway.port())) {
      file.write("{upstreams: {a: [{address: '127.0.0.1:%d'}]}}".formatted(gone.port()));
      await().untilAsserted(() -> assertThat(get(gateway, "/health")).contains("\"ok\""));
      client.send("POST /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      await().until(() -> gone.received().contains("POST"));

      file.write("{upstreams: {a: []}}");

      assertThat(client.readToEnd()).startsWith("HTTP/1.1 502").contains("connection-lost");
    }
  }

  @Test
  void endsWhileExchangesLastAtAnEndpointThatIsGone() throws Exception {
    RewrittenFile file = RewrittenFile.ofEndpoints(folder);
    Map<String, String> environment =
        file.watched(Map.of("VITRINE_UPSTREAM_DEFAULTS_CLIENT_REMOVAL_GRACE", "1h"));
    try (RawServer gone = new RawServer(vertx, (text, socket) -> {})) {
      RunningGateway gateway = RunningGateway.with(environment);
      try (RawClient client = new RawClient(gateway.port())) {
        file.write("{upstreams: {a: [{address: '127.0.0.1:%d'}]}}".formatted(gone.port()));
        await().untilAsserted(() -> assertThat(get(gateway, "/health")).contains("\"ok\""));
        client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        await().until(() -> gone.received().contains("POST"));
        file.write("{upstreams: {a: []}}");
        await().untilAsserted(() -> assertThat(get(gateway, "/health")).contains("degraded"));

        gateway.close();

        await().until(() -> gone.closedConnections() == 1);
      }
    }
  }

  private static RunningGateway probing(RawServer service, RawServer management) throws Exception {
    return probing(Map.of(), service, management);
  }

  private static RunningGateway probing(
      Map<String, String> more, RawServer service, RawServer management) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("VITRINE_UPSTREAM_DEFAULTS_PROBE_INTERVAL", "20ms");
    environment.put("VITRINE_UPSTREAM_DEFAULTS_PROBE_INTERVAL_NOT_READY", "20ms");
    environment.put(
        "VITRINE_UPSTREAMS",
        "{a: {endpoints: [{address: '127.0.0.1:%d', management: '127.0.0.1:%d'}]}}"
            .formatted(service.port(), management.port()));
    return RunningGateway.with(environment);
  }

  /** What is wrong with the source of an upstream. */
  private static String source(RunningGateway gateway, String upstream) throws Exception {
    JsonNode all = gateway.management().get("/upstreams").json().path("upstreams");
    for (JsonNode one : all) {
      if (one.path("name").asText().equals(upstream)) {
        return one.at("/source/fault").asText();
      }
    }
    throw new AssertionError("no upstream " + upstream);
  }

  private static String get(RunningGateway gateway, String path) throws Exception {
    return RawClient.exchange(
        gateway.port(), "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }
}
