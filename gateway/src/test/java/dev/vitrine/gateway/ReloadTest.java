package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A configuration that changes while the gateway runs. */
@ExtendWith(VertxExtension.class)
class ReloadTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
  private static final String CLOSE = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  private static Vertx vertx;

  @TempDir Path folder;

  private RewrittenFile file;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @BeforeEach
  void nameTheFile() {
    file = RewrittenFile.ofConfiguration(folder);
  }

  @Test
  void takesOverRoutesAndUpstreams() throws Exception {
    try (RawServer one = RawServer.answering(vertx, OK + "11");
        RawServer two = RawServer.answering(vertx, OK + "22");
        RunningGateway gateway = started("one", one.port(), "/one")) {

      String before = get(gateway, "/one");
      file.write(config("two", two.port(), "/two"));
      await().untilAsserted(() -> assertThat(get(gateway, "/two")).endsWith("22"));

      assertThat(before).endsWith("11");
      assertThat(get(gateway, "/one")).startsWith("HTTP/1.1 404");
      assertThat(gateway.metric("gateway.upstream.endpoints", "upstream", "one")).isZero();
      assertThat(gateway.metric("gateway.upstream.endpoints", "upstream", "two")).isEqualTo(1);
      // Counted after the routes have changed.
      await()
          .untilAsserted(() ->
              assertThat(gateway.metric("gateway.config.reloads", "outcome", "taken"))
                  .isEqualTo(1));
    }
  }

  @Test
  void keepsWhatItHasWhereTheFileHasAFault() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK + "11");
        RunningGateway gateway = started("one", upstream.port(), "/one")) {
      for (String bad :
          new String[] {
            "",
            "# upstreams and routes\n",
            "---\n",
            "{",
            "routes: [{path: one, upstream: one}]",
            "routes: [{path: /one, upstream: nobody}]",
            config("one", upstream.port(), "/one") + "\nunknown: 1"
          }) {
        file.write(bad);
        await().until(() -> !gateway.fileFault().isEmpty());

        assertThat(get(gateway, "/one")).endsWith("11");
        assertThat(gateway.metric("gateway.config.faulty")).isEqualTo(1);

        file.write(config("one", upstream.port(), "/one"));
        await().until(() -> gateway.fileFault().isEmpty());
      }
      assertThat(gateway.metric("gateway.config.faulty")).isZero();
      assertThat(gateway.metric("gateway.config.reloads", "outcome", "refused")).isEqualTo(7);
    }
  }

  @Test
  void saysThatItKeepsWhatItHasWhereTheFileSaysNothing() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK + "11");
        RunningGateway gateway = started("one", upstream.port(), "/one")) {

      file.write("# nothing yet");
      await().until(() -> !fault(gateway).isEmpty());
      String empty = fault(gateway);
      file.delete();
      await().until(() -> fault(gateway).contains("no such file"));

      assertThat(empty)
          .isEqualTo(
              file.path()
                  + ": it says nothing"
                  + " (expected: upstreams and routes, or {} for the built-in ones)");
      assertThat(get(gateway, "/one")).endsWith("11");
      assertThat(gateway.metric("gateway.config.faulty")).isEqualTo(1);
    }
  }

  @Test
  void opensNoRouteThatTheProcessCannotProtect() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK + "11");
        RunningGateway gateway = started("one", upstream.port(), "/one")) {

      file.write(protectedRoute(upstream.port()));
      await().until(() -> !gateway.fileFault().isEmpty() || get(gateway, "/one").contains("404"));

      assertThat(gateway.fileFault())
          .contains("edge.tokens: missing until a restart (expected: issuer and keys, as route /s");
      assertThat(get(gateway, "/secret")).startsWith("HTTP/1.1 404");
      assertThat(get(gateway, "/one")).endsWith("11");
    }
  }

  @Test
  void takesOverRoutesWhereTheRestOfTheFileDoesNotFitTheRoutesBefore() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK + "11")) {
      String open = config("one", upstream.port(), "/open");
      file.write(protectedRoute(upstream.port()));
      try (RunningGateway gateway = started()) {

        file.write(open);
        await().untilAsserted(() -> assertThat(get(gateway, "/open")).endsWith("11"));

        await()
            .untilAsserted(() ->
                assertThat(gateway.metric("gateway.config.reloads", "outcome", "taken"))
                    .isEqualTo(1));
        assertThat(gateway.fileFault()).isEmpty();
      }
    }
  }

  @Test
  void endsWhatIsUnderWayAsItBegan() throws Exception {
    try (RawServer slow = new RawServer(vertx, (text, socket) -> {});
        RawServer next = RawServer.answering(vertx, OK + "22");
        RunningGateway gateway = started("one", slow.port(), "/one");
        RawClient client = new RawClient(gateway.port())) {
      client.send("GET /one" + CLOSE);
      await().until(() -> slow.received().contains("GET"));

      file.write(config("two", next.port(), "/two"));
      await().untilAsserted(() -> assertThat(get(gateway, "/two")).endsWith("22"));
      slow.writeToAll(OK + "11");

      assertThat(client.readToEnd()).endsWith("11");
    }
  }

  @Test
  void takesOverWhatIsWrittenDuringTheStart() throws Exception {
    try (RawServer one = RawServer.answering(vertx, OK + "11");
        RawServer two = RawServer.answering(vertx, OK + "22")) {
      file.write(config("one", one.port(), "/one"));

      try (RunningGateway gateway =
          RunningGateway.with(
              file.watched(), () -> file.write(config("two", two.port(), "/two")))) {
        await().untilAsserted(() -> assertThat(get(gateway, "/two")).endsWith("22"));

        await().until(() -> gateway.metric("gateway.config.reloads", "outcome", "taken") == 1);
        assertThat(get(gateway, "/one")).startsWith("HTTP/1.1 404");
      }
    }
  }

  @Test
  void takesOverNothingWhereNothingIsWrittenDuringTheStart() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK + "11");
        RunningGateway gateway = started("one", upstream.port(), "/one")) {

      assertThat(get(gateway, "/one")).endsWith("11");
      assertThat(gateway.metric("gateway.config.reloads", "outcome", "taken")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", client: {keep-alive: 3s}", ", admission: {max-in-flight: 100}"})
  void servesWhatItHoldsByTheEndpointThatComes(String more) throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK + "11")) {
      file.write(held("[]"));
      try (RunningGateway gateway = started();
          RawClient read = new RawClient(gateway.port());
          RawClient written = new RawClient(gateway.port())) {
        read.send("GET /one" + CLOSE);
        written.send("POST /one" + CLOSE);
        await().until(() -> gateway.metric("gateway.held.requests") == 2);

        file.write(held(endpoint(upstream) + more));

        assertThat(read.readToEnd()).startsWith("HTTP/1.1 200").endsWith("11");
        assertThat(written.readToEnd()).startsWith("HTTP/1.1 200").endsWith("11");
        assertThat(gateway.metric("gateway.ejections")).isZero();
      }
    }
  }

  @Test
  void servesWhatIsQueuedAsItBegan() throws Exception {
    try (RawServer upstream = new RawServer(vertx, (text, socket) -> {})) {
      String one = ", admission: {max-in-flight: 1, queue-timeout: 8s}";
      file.write(held(endpoint(upstream) + one));
      try (RunningGateway gateway = started();
          RawClient first = new RawClient(gateway.port());
          RawClient second = new RawClient(gateway.port())) {
        first.send("GET /one" + CLOSE);
        await().until(() -> upstream.received().contains("GET"));
        second.send("GET /one" + CLOSE);
        await().until(() -> gateway.metric("gateway.upstream.queued") == 1);

        file.write(held(endpoint(upstream) + one + ", client: {keep-alive: 3s}"));
        await().until(() -> gateway.metric("gateway.config.reloads", "outcome", "taken") == 1);
        upstream.writeToAll(OK + "11");
        await().until(() -> upstream.received().split("GET", -1).length == 3);
        upstream.writeToAll(OK + "22");

        assertThat(first.readToEnd()).endsWith("11");
        assertThat(second.readToEnd()).endsWith("22");
      }
    }
  }

  @Test
  void keepsItsConnectionsWhereOnlyEndpointsChange() throws Exception {
    try (RawServer stays = RawServer.answering(vertx, OK + "11");
        RawServer comes = RawServer.answering(vertx, OK + "22")) {
      String lasting = ", client: {keep-alive: 1h}";
      file.write(held(endpoint(stays) + lasting));
      try (RunningGateway gateway =
          RunningGateway.with(file.watched(Map.of("VITRINE_EVENT_LOOPS", "1")))) {
        String before = get(gateway, "/one");

        String both = endpoint(stays).replace("]", ", " + endpoint(comes).substring(1));
        file.write(held(both + lasting));
        await().untilAsserted(() -> assertThat(get(gateway, "/one")).endsWith("22"));
        file.write(held(endpoint(stays) + lasting));
        await().untilAsserted(() -> assertThat(get(gateway, "/one")).endsWith("11"));

        assertThat(before).endsWith("11");
        assertThat(stays.connections()).isEqualTo(1);
      }
    }
  }

  @Test
  void closesItsConnectionsWhereTheUpstreamIsTalkedToInAnotherWay() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK + "11")) {
      String lasting = ", client: {keep-alive: 1h}";
      file.write(held(endpoint(upstream) + lasting));
      try (RunningGateway gateway = started()) {
        String before = get(gateway, "/one");

        file.write(held(endpoint(upstream)));
        await().until(() -> upstream.closedConnections() == 1);

        assertThat(before).endsWith("11");
        assertThat(get(gateway, "/one")).endsWith("11");
      }
    }
  }

  @Test
  void tellsAnUpstreamThatComesBackWhatTheEndpointFileSays() throws Exception {
    Path endpoints = folder.resolve("endpoints.yaml");
    try (RawServer one = RawServer.answering(vertx, OK + "11");
        RawServer two = RawServer.answering(vertx, OK + "22")) {
      Files.writeString(
          endpoints,
          "{upstreams: {one: [{address: '127.0.0.1:%d'}], two: [{address: '127.0.0.1:%d'}]}}"
              .formatted(one.port(), two.port()));
      String both =
          """
          upstreams: {one: {endpoints: []}, two: {endpoints: []}}
          routes: [{path: /one, upstream: one}, {path: /two, upstream: two}]
          discovery: {file: %s}
          """
              .formatted(endpoints);
      file.write(both);
      try (RunningGateway gateway = started()) {
        String before = get(gateway, "/two");

        file.write(
            both.replace(", two: {endpoints: []}", "")
                .replace(", {path: /two, upstream: two}", ""));
        await().untilAsserted(() -> assertThat(get(gateway, "/two")).startsWith("HTTP/1.1 404"));
        file.write(both);

        await().untilAsserted(() -> assertThat(get(gateway, "/two")).endsWith("22"));
        assertThat(before).endsWith("22");
        assertThat(get(gateway, "/one")).endsWith("11");
      }
    }
  }

  private RunningGateway started(String upstream, int port, String path) throws Exception {
    file.write(config(upstream, port, path));
    return started();
  }

  /** What the management port says is wrong with the file. */
  private static String fault(RunningGateway gateway) throws Exception {
    return gateway.management().get("/upstreams").json().at("/config/fault").asText();
  }

  private RunningGateway started() throws Exception {
    return RunningGateway.with(file.watched());
  }

  private static String config(String upstream, int port, String path) {
    return """
    upstreams:
      %s: {endpoints: [{address: "127.0.0.1:%d"}]}
    routes: [{path: %s, upstream: %s}]
    """
        .formatted(upstream, port, path, upstream);
  }

  /** With {@code /one}, whose requests wait for an endpoint for longer than any of these tests. */
  private static String held(String endpoints) {
    return """
    upstreams: {one: {endpoints: %s}}
    routes: [{path: /one, upstream: one, hold: 30s}]
    """
        .formatted(endpoints);
  }

  private static String endpoint(RawServer server) {
    return "[{address: '127.0.0.1:%d'}]".formatted(server.port());
  }

  /** With {@code /secret}, and what verifies the tokens that it requires. */
  private static String protectedRoute(int port) {
    return """
    edge:
      tokens: {issuer: "https://a", audience: a, jwks-upstream: one, jwks-path: /keys,
        leeway: 60s, refresh: 5m, refresh-at-most: 10s}
    """
        + config(
            "one",
            port,
            "/secret, protection: {access: {mode: authenticated, scopes: [], public-methods: []}}");
  }

  private static String get(RunningGateway gateway, String path) throws Exception {
    return RawClient.exchange(gateway.port(), "GET " + path + CLOSE);
  }
}
