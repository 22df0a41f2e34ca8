package dev.vitrine.gateway.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.gateway.RunningGateway;
import dev.vitrine.gateway.discovery.dns.DnsAnswer.Entry;
import dev.vitrine.gateway.discovery.dns.DnsNameConfig.Lookup;
import dev.vitrine.gateway.discovery.dns.DnsQuestions.RecordType;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.platform.testing.TestTelemetry;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DnsDiscoveryTest {
  private static final Entry ONE = new Entry.Address("10.0.0.1");
  private static final Entry TWO = new Entry.Address("10.0.0.2");
  private static final String NAME = "shop.test.";

  private final Upstream upstream = new Upstream("a", Clock.systemUTC(), System::nanoTime);
  private final List<AutoCloseable> open = new ArrayList<>();
  @TempDir private Path folder;
  private Vertx vertx;
  private TestNameServer dns;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    dns = TestNameServer.start();
    open.add(dns);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    vertx.close().await(5, TimeUnit.SECONDS);
  }

  @Test
  void followsTheAddressesOfAName() throws Exception {
    dns.has(NAME, DnsRecordType.A, 1, ONE);
    discover(NAME, Lookup.A);
    await().untilAsserted(() -> assertThat(endpoints()).containsExactly("10.0.0.1:80"));

    dns.has(NAME, DnsRecordType.A, 1, ONE, TWO);
    dns.has(NAME, DnsRecordType.AAAA, 1, new Entry.Address("fd00::1"));

    await()
        .untilAsserted(() ->
            assertThat(endpoints())
                .containsExactly("10.0.0.1:80", "10.0.0.2:80", "[fd00:0:0:0:0:0:0:1]:80"));
  }

  @Test
  void looksUpTheNamesInAList() throws Exception {
    dns.has(NAME, DnsRecordType.A, 1, new Entry.Address("127.0.0.1"));
    HttpServer shop =
        TestTelemetry.await(
            vertx
                .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> request.response().end("ok"))
                .listen());
    String upstreams = "{a: {endpoints: [{address: '%s:%d'}]}}".formatted(NAME, shop.actualPort());
    try (RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_UPSTREAMS",
                    upstreams,
                    "VITRINE_DISCOVERY_DNS_SERVERS",
                    "[\"" + dns.address() + "\"]"));
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + gateway.port() + "/a");

      await()
          .untilAsserted(() ->
              assertThat(
                      client
                          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                          .body())
                  .isEqualTo("ok"));
    }
  }

  @Test
  void startsWithoutANameServerAndKeepsWhatItHasWithoutOne() throws Exception {
    dns.beSilent(true);
    discover(NAME, Lookup.A);
    await().until(() -> !upstream.source().fault().isEmpty());
    dns.has(NAME, DnsRecordType.A, 1, ONE);
    dns.beSilent(false);
    await().untilAsserted(() -> assertThat(endpoints()).containsExactly("10.0.0.1:80"));

    for (DnsResponseCode code : List.of(DnsResponseCode.SERVFAIL, DnsResponseCode.NXDOMAIN)) {
      dns.fails(NAME, DnsRecordType.A, code);
      await().until(() -> upstream.source().fault().toLowerCase(Locale.ROOT).contains(name(code)));
      assertThat(endpoints()).containsExactly("10.0.0.1:80");
    }
    dns.has(NAME, DnsRecordType.A, 1);
    await().until(() -> upstream.source().fault().contains("no such records"));

    assertThat(endpoints()).containsExactly("10.0.0.1:80");
    dns.has(NAME, DnsRecordType.A, 1, TWO);
    await().untilAsserted(() -> assertThat(endpoints()).containsExactly("10.0.0.2:80"));
    assertThat(upstream.source().fault()).isEmpty();
  }

  @Test
  void asksByTcpWhereTheAnswerIsTooLargeForUdp() throws Exception {
    Entry[] many = new Entry[300];
    for (int i = 0; i < many.length; i++) {
      many[i] = new Entry.Address("10.0.%d.%d".formatted(i / 250, i % 250));
    }
    dns.hasTooMuchForUdp(NAME, DnsRecordType.A, 30, many);

    discover(NAME, Lookup.A);

    await().untilAsserted(() -> assertThat(endpoints()).hasSize(300));
    assertThat(dns.asked()).contains("udp shop.test. A", "tcp shop.test. A");
  }

  @Test
  void followsServiceRecordsAndAliases() throws Exception {
    dns.has(
        "_http._tcp.shop.test.",
        DnsRecordType.SRV,
        30,
        new Entry.Service(0, 2, 8001, "one.test."),
        new Entry.Service(0, 1, 8002, "two.test."));
    dns.has("one.test.", DnsRecordType.A, 30, ONE);
    dns.alias("two.test.", DnsRecordType.A, 30, "three.test.", TWO);

    discover("_http._tcp.shop.test.", Lookup.SRV);

    await()
        .untilAsserted(
            () -> assertThat(endpoints()).containsExactly("10.0.0.1:8001", "10.0.0.2:8002"));
    assertThat(upstream.endpoints()).extracting(it -> it.weight()).containsExactly(2, 1);
  }

  @Test
  void asksTheNextServerWhereOneIsSilent() throws Exception {
    TestNameServer second = TestNameServer.start();
    open.add(second);
    dns.beSilent(true);
    second.has(NAME, DnsRecordType.A, 30, ONE);
    NameServers servers = servers(dns, second);

    DnsAnswer answer = ask(servers, NAME, RecordType.A);

    assertThat(answer).isEqualTo(new DnsAnswer.Found(List.of(ONE), 30));
  }

  @Test
  void tellsTheShortestTimeToLiveAndTellsFailuresApart() throws Exception {
    NameServers servers = servers(dns);
    dns.has(NAME, DnsRecordType.A, 4_711, ONE);
    dns.fails("none.test.", DnsRecordType.A, DnsResponseCode.NXDOMAIN);
    dns.fails("broken.test.", DnsRecordType.A, DnsResponseCode.SERVFAIL);

    assertThat(ask(servers, NAME, RecordType.A))
        .isEqualTo(new DnsAnswer.Found(List.of(ONE), 4_711));
    assertThat(ask(servers, "none.test.", RecordType.A)).isInstanceOf(DnsAnswer.Nothing.class);
    assertThat(ask(servers, "empty.test.", RecordType.A)).isInstanceOf(DnsAnswer.Nothing.class);
    assertThat(ask(servers, "broken.test.", RecordType.A)).isInstanceOf(DnsAnswer.Failed.class);
    dns.beSilent(true);
    assertThat(ask(servers, NAME, RecordType.A))
        .isEqualTo(new DnsAnswer.Failed("no answer from the name server"));
  }

  @Test
  void keepsTheAddressesOfANameThroughAReloadWithoutANameServer() throws Exception {
    dns.has(NAME, DnsRecordType.A, 1, new Entry.Address("127.0.0.7"));
    Path file = Files.writeString(folder.resolve("gateway.yaml"), list(NAME + ":1, 127.0.0.1:2"));
    try (RunningGateway gateway =
        RunningGateway.with(
            Map.of(
                "VITRINE_CONFIG",
                file.toString(),
                "VITRINE_DISCOVERY_POLL",
                "20ms",
                "VITRINE_DISCOVERY_DNS_TIMEOUT",
                "100ms",
                "VITRINE_DISCOVERY_DNS_SERVERS",
                "[\"" + dns.address() + "\"]"))) {
      await()
          .untilAsserted(
              () -> assertThat(addresses(gateway)).containsExactly("127.0.0.1:2", "127.0.0.7:1"));

      dns.beSilent(true);
      Files.writeString(file, list(NAME + ":1, 127.0.0.1:2, 127.0.0.1:3"));

      await()
          .untilAsserted(() ->
              assertThat(addresses(gateway))
                  .containsExactly("127.0.0.1:2", "127.0.0.1:3", "127.0.0.7:1"));
      await()
          .untilAsserted(() ->
              assertThat(source(gateway).at("/source/fault").asText())
                  .isEqualTo(NAME + ": no answer from the name server"));
      assertThat(addresses(gateway)).hasSize(3);
      dns.has(NAME, DnsRecordType.A, 1, new Entry.Address("127.0.0.8"));
      dns.beSilent(false);
      await()
          .untilAsserted(() ->
              assertThat(addresses(gateway))
                  .containsExactly("127.0.0.1:2", "127.0.0.1:3", "127.0.0.8:1"));
    }
  }

  /** Without a name it asks nobody, and finds its fault in a turn that is before its end. */
  @Test
  void tellsNothingMoreOnceItIsStopped() throws Exception {
    NameServers servers = servers(dns);
    Wanted nothing = new Wanted.Hosts(List.of());
    Promise<Void> over = Promise.promise();

    vertx.runOnContext(turn -> {
      DnsDiscovery discovery = new DnsDiscovery(vertx, upstream, servers, nothing, new Random(1));
      discovery.start(KnownHosts.NONE);
      discovery.stop();
      upstream.update(List.of());
      vertx.runOnContext(last -> over.complete());
    });

    over.future().await(5, TimeUnit.SECONDS);
    assertThat(upstream.source().fault()).isEmpty();
  }

  @Test
  void usesTheServersOfTheSystemWhereNoneAreConfigured() throws Exception {
    NameServers servers = new NameServers(config(List.of()));
    open.add(servers);

    DnsAnswer answer = ask(servers, "localhost", RecordType.A);

    assertThat(answer)
        .isInstanceOfSatisfying(
            DnsAnswer.Found.class,
            found -> assertThat(found.entries()).contains(new Entry.Address("127.0.0.1")));
  }

  private static String list(String endpoints) {
    return """
    upstreams: {a: {endpoints: [{address: '%s'}]}}
    routes: [{path: /a, upstream: a}]
    """
        .formatted(endpoints.replace(", ", "'}, {address: '"));
  }

  private static JsonNode source(RunningGateway gateway) throws Exception {
    return gateway.management().get("/upstreams").json().at("/upstreams/0");
  }

  private static List<String> addresses(RunningGateway gateway) throws Exception {
    return source(gateway).path("endpoints").findValuesAsText("address");
  }

  /** Without its number, as in {@code ServFail(2)}. */
  private static String name(DnsResponseCode code) {
    return code.toString().replaceAll("\\(.*", "").toLowerCase(Locale.ROOT);
  }

  private void discover(String name, Lookup type) {
    Optional<Integer> port = type == Lookup.A ? Optional.of(80) : Optional.empty();
    DnsNameConfig named = new DnsNameConfig(name, type, port, Optional.empty());
    NameServers servers = servers(dns);
    DnsDiscovery discovery =
        new DnsDiscovery(vertx, upstream, servers, Wanted.of(named), new Random(1));
    open.add(discovery::stop);
    discovery.start(KnownHosts.NONE);
  }

  private NameServers servers(TestNameServer... each) {
    NameServers servers =
        new NameServers(config(List.of(each).stream().map(TestNameServer::address).toList()));
    open.add(servers);
    return servers;
  }

  private DnsAnswer ask(NameServers servers, String name, RecordType type) throws Exception {
    return servers.questions(vertx).ask(name, type).await(10, TimeUnit.SECONDS);
  }

  private static DnsConfig config(List<String> servers) {
    return new DnsConfig(
        servers, Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(30));
  }

  private List<String> endpoints() {
    return upstream.endpoints().stream().map(endpoint -> endpoint.address().toString()).toList();
  }
}
