package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that changes while the gateway runs. */
@ExtendWith(VertxExtension.class)
class ReloadTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
  private static final String CLOSE = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  private static Vertx vertx;

  @TempDir Path folder;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void takesOverRoutesAndUpstreams() throws Exception {
    try (RawServer one = RawServer.answering(vertx, OK + "11");
        RawServer two = RawServer.answering(vertx, OK + "22");
        RunningGateway gateway = started("one", one.port(), "/one")) {

      String before = get(gateway, "/one");
      write(config("two", two.port(), "/two"));
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
            "{",
            "routes: [{path: one, upstream: one}]",
            "routes: [{path: /one, upstream: nobody}]",
            config("one", upstream.port(), "/one") + "\nunknown: 1"
          }) {
        write(bad);
        await().until(() -> !gateway.fileFault().isEmpty());

        assertThat(get(gateway, "/one")).endsWith("11");
        assertThat(gateway.metric("gateway.config.faulty")).isEqualTo(1);

        write(config("one", upstream.port(), "/one"));
        await().until(() -> gateway.fileFault().isEmpty());
      }
      assertThat(gateway.metric("gateway.config.faulty")).isZero();
      assertThat(gateway.metric("gateway.config.reloads", "outcome", "refused")).isEqualTo(4);
    }
  }

  @Test
  void opensNoRouteThatTheProcessCannotProtect() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK + "11");
        RunningGateway gateway = started("one", upstream.port(), "/one")) {

      write(protectedRoute(upstream.port()));
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
      write(protectedRoute(upstream.port()));
      try (RunningGateway gateway = started()) {

        write(open);
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

      write(config("two", next.port(), "/two"));
      await().untilAsserted(() -> assertThat(get(gateway, "/two")).endsWith("22"));
      slow.writeToAll(OK + "11");

      assertThat(client.readToEnd()).endsWith("11");
    }
  }

  @Test
  void takesOverWhatIsWrittenDuringTheStart() throws Exception {
    try (RawServer one = RawServer.answering(vertx, OK + "11");
        RawServer two = RawServer.answering(vertx, OK + "22")) {
      write(config("one", one.port(), "/one"));

      try (RunningGateway gateway =
          RunningGateway.with(environment(), () -> write(config("two", two.port(), "/two")))) {
        String answer = get(gateway, "/two");

        assertThat(answer).endsWith("22");
        assertThat(gateway.metric("gateway.config.reloads", "outcome", "taken")).isEqualTo(1);
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
      write(both);
      try (RunningGateway gateway = started()) {
        String before = get(gateway, "/two");

        write(
            both.replace(", two: {endpoints: []}", "")
                .replace(", {path: /two, upstream: two}", ""));
        await().untilAsserted(() -> assertThat(get(gateway, "/two")).startsWith("HTTP/1.1 404"));
        write(both);

        await().untilAsserted(() -> assertThat(get(gateway, "/two")).endsWith("22"));
        assertThat(before).endsWith("22");
        assertThat(get(gateway, "/one")).endsWith("11");
      }
    }
  }

  private RunningGateway started(String upstream, int port, String path) throws Exception {
    write(config(upstream, port, path));
    return started();
  }

  private RunningGateway started() throws Exception {
    return RunningGateway.with(environment());
  }

  private Map<String, String> environment(String... more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("VITRINE_CONFIG", file().toString());
    variables.put("VITRINE_DISCOVERY_POLL", "20ms");
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return variables;
  }

  private Path file() {
    return folder.resolve("gateway.yaml");
  }

  private static String config(String upstream, int port, String path) {
    return """
    upstreams:
      %s: {endpoints: [{address: "127.0.0.1:%d"}]}
    routes: [{path: %s, upstream: %s}]
    """
        .formatted(upstream, port, path, upstream);
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

  private Path write(String content) throws Exception {
    Path draft = Files.writeString(folder.resolve("draft"), content);
    return Files.move(
        draft, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String get(RunningGateway gateway, String path) throws Exception {
    return RawClient.exchange(gateway.port(), "GET " + path + CLOSE);
  }
}
