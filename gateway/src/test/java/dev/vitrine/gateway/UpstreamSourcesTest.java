package dev.vitrine.gateway;

import static dev.vitrine.gateway.discovery.kubernetes.ScriptedApiServer.endpoint;
import static dev.vitrine.gateway.discovery.kubernetes.ScriptedApiServer.event;
import static dev.vitrine.gateway.discovery.kubernetes.ScriptedApiServer.list;
import static dev.vitrine.gateway.discovery.kubernetes.ScriptedApiServer.slice;
import static dev.vitrine.gateway.discovery.kubernetes.ScriptedApiServer.terminating;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.discovery.kubernetes.ScriptedApiServer;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UpstreamSourcesTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
  private static final String SERVICE = "{a: {kubernetes: {service: a, port: http}}}";
  private static final Duration SEEN = Duration.ofMillis(100);
  private static final Duration LONG_ENOUGH = Duration.ofMillis(500);

  private static Vertx vertx;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() throws Exception {
    vertx.close().await(5, TimeUnit.SECONDS);
  }

  /** A request, when it was sent, and who answered. */
  private record Sent(Duration after, String answer) {}

  /** Acceptance check 2, over real sockets from the API server to the upstreams. */
  @Test
  void acceptance2SendsNothingToWhatIsNotReadyAndSomethingToWhatIsWithin100Milliseconds()
      throws Exception {
    try (RawServer one = RawServer.answering(vertx, OK + "11");
        RawServer two = RawServer.answering(vertx, OK + "22");
        ScriptedApiServer api = ScriptedApiServer.start(vertx)) {
      api.lists(list("1", "", pod("s-1", one, true), pod("s-2", two, true)));
      try (RunningGateway gateway = follow(api)) {
        await().until(() -> answer(gateway).endsWith("22") && api.openWatches() == 1);

        long begun = System.nanoTime();
        api.say(event("MODIFIED", pod("s-1", one, false)));
        List<Sent> without = send(gateway, begun);
        long again = System.nanoTime();
        api.say(event("MODIFIED", pod("s-1", one, true)));
        api.say(event("MODIFIED", pod("s-2", two, false)));
        List<Sent> with = send(gateway, again);

        assertThat(without).allSatisfy(sent -> assertThat(sent.answer()).contains(" 200 "));
        assertThat(without)
            .filteredOn(sent -> sent.after().compareTo(SEEN) > 0)
            .isNotEmpty()
            .allSatisfy(sent -> assertThat(sent.answer()).endsWith("22"));
        assertThat(with)
            .filteredOn(sent -> sent.after().compareTo(SEEN) > 0)
            .isNotEmpty()
            .allSatisfy(sent -> assertThat(sent.answer()).endsWith("11"));
      }
    }
  }

  /** Acceptance check 5, over real sockets. */
  @Test
  void acceptance5ServesFromWhatIsTerminatingAsLongAsItServes() throws Exception {
    try (RawServer one = RawServer.answering(vertx, OK + "11");
        ScriptedApiServer api = ScriptedApiServer.start(vertx)) {
      api.lists(list("1", "", pod("s-1", one, true)));
      try (RunningGateway gateway = follow(api)) {
        await().until(() -> answer(gateway).endsWith("11") && api.openWatches() == 1);

        api.say(event("MODIFIED", leaving("s-1", one, true)));
        await().until(() -> endpoints(gateway, "terminating") == 1);
        List<Sent> serving = send(gateway, System.nanoTime());
        api.say(event("MODIFIED", leaving("s-1", one, false)));
        await().until(() -> endpoints(gateway, "terminating") == 0);
        String after = answer(gateway);

        assertThat(serving)
            .hasSizeGreaterThan(10)
            .allSatisfy(sent -> assertThat(sent.answer()).endsWith("11"));
        assertThat(after).startsWith("HTTP/1.1 503").contains("no-endpoint");
      }
    }
  }

  @Test
  void waitsForTheFirstWordOfKubernetesBeforeItIsReady() throws Exception {
    try (RawServer one = RawServer.answering(vertx, OK + "11");
        ScriptedApiServer api = ScriptedApiServer.start(vertx)) {
      api.lists("no list");
      try (RunningGateway gateway = follow(api)) {
        String before = gateway.waitingForSources();

        api.lists(list("1", "", pod("s-1", one, true)));

        await().until(() -> gateway.waitingForSources().isEmpty());
        assertThat(before).isEqualTo("Kubernetes has told nothing yet of a");
        assertThat(answer(gateway)).endsWith("11");
      }
    }
  }

  @Test
  void findsTheEndpointsOfANameInTheDns() throws Exception {
    try (RawServer one = RawServer.answering(vertx, OK + "11");
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_UPSTREAMS",
                    "{a: {dns: {name: localhost, type: a, port: %d}}}".formatted(one.port())))) {
      await().untilAsserted(() -> assertThat(answer(gateway)).endsWith("11"));

      assertThat(gateway.waitingForSources()).isEmpty();
    }
  }

  @Test
  void refusesTwoSourcesAndAServiceWithoutAnApiServer() {
    assertThatThrownBy(() ->
            RunningGateway.with(
                Map.of(
                    "VITRINE_UPSTREAMS",
                    "{a: {endpoints: [{address: 'a:1'}], kubernetes: {service: a}}}")))
        .hasMessageContaining(
            "upstreams.a.endpoints: 1 endpoints (expected: none beside kubernetes or dns)");
    assertThatThrownBy(() -> RunningGateway.with(Map.of("VITRINE_UPSTREAMS", SERVICE)))
        .hasMessageContaining("discovery.kubernetes.url: missing (expected: a URL such as");
  }

  private static RunningGateway follow(ScriptedApiServer api) throws Exception {
    return RunningGateway.with(
        Map.of(
            "VITRINE_DISCOVERY_KUBERNETES_URL",
            "http://127.0.0.1:" + api.port(),
            "VITRINE_UPSTREAMS",
            SERVICE.replace("service:", "namespace: shop, service:")));
  }

  private static List<Sent> send(RunningGateway gateway, long begun) throws Exception {
    List<Sent> sent = new ArrayList<>();
    Duration after = Duration.ZERO;
    while (after.compareTo(LONG_ENOUGH) < 0) {
      after = Duration.ofNanos(System.nanoTime() - begun);
      sent.add(new Sent(after, answer(gateway)));
    }
    return sent;
  }

  private static String answer(RunningGateway gateway) throws Exception {
    return RawClient.exchange(
        gateway.port(), "GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }

  private static int endpoints(RunningGateway gateway, String state) {
    return (int) gateway.metric("gateway.upstream.endpoints", "state", state);
  }

  private static String leaving(String slice, RawServer server, boolean serving) {
    return slice(slice, "2", server.port(), terminating("127.0.0.1", serving));
  }

  private static String pod(String slice, RawServer server, boolean ready) {
    return slice(slice, "2", server.port(), endpoint("127.0.0.1", ready));
  }
}
