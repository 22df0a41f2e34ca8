package dev.vitrine.system;

import static dev.vitrine.system.AlertWatch.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.local.file.WholeFile;
import dev.vitrine.local.process.StopSignal;
import dev.vitrine.observability.rule.TimeScale;
import dev.vitrine.observability.scrape.PrometheusConfig.Job;
import dev.vitrine.platform.testing.TestTool;
import dev.vitrine.system.PrometheusServer.Sample;
import dev.vitrine.system.ScriptedUpstream.Manner;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Game days, as in {@link GameDayIT}, of a gateway alone: of what it fetches less often than an
 * hour is long there, and of what goes wrong inside a process. It verifies tokens, has a small
 * heap, and lets a debugger come to it; its upstreams are scripted.
 */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class GatewayGameDayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CALM = Duration.ofSeconds(2);

  /** An hour in 15 seconds, within which keys are fetched: every 12 at the latest. */
  private static final TimeScale SCALE = TimeScale.shortenedBy(240);

  private static final Set<String> ABSENT = Set.of("user-service", "product-service");

  private static final int LOOPS = 4;

  private static final String EVENT_LOOP = "vert.x-eventloop-thread-";

  /** Those that are late by more than an alert tells of. */
  private static final String LATE_LOOPS =
      "histogram_quantile(0.99, sum by (loop, le)"
          + " (rate(vertx_eventloop_lag_seconds_bucket{job=\"gateway\"}[2s]))) > 0.1";

  /** Bytes of one field of a request. */
  private static final int MUCH = 50_000;

  @TempDir static Path folder;

  private static ScriptedUpstream shop;
  private static Parts parts;
  private static PrometheusServer prometheus;
  private static AlertWatch watch;

  @BeforeAll
  static void up() throws Exception {
    Path binary = TestTool.require(GatewayGameDayIT.class, "prometheus");
    shop = new ScriptedUpstream(new Manner.Serves(keys()));
    VitrineCommand command = new VitrineCommand(folder, Map.of());
    Files.createDirectories(command.directory().resolve("logs"));
    Path config = Files.writeString(folder.resolve("gateway.yaml"), config());
    parts =
        new Parts(
            command,
            Map.of(
                "VITRINE_LOCAL_GATEWAY_CONFIG",
                config.toString(),
                "VITRINE_LOCAL_GATEWAY_JAVA_OPTIONS",
                "-Xmx32m " + Debugger.OPTIONS));
    for (String service : ABSENT) {
      parts.upstreams().tell(service, shop.addresses());
    }
    parts.start("gateway");
    await().atMost(PATIENCE).ignoreExceptions().until(() -> shown("gateway_token_keys") == 1);
    Job gateway = new Job("gateway", List.of(parts.addresses("gateway").management()));
    prometheus = PrometheusServer.start(binary, folder, SCALE, List.of(gateway));
    watch = new AlertWatch(prometheus);
  }

  @AfterAll
  static void down() throws Exception {
    if (prometheus != null) {
      prometheus.close();
    }
    if (parts != null) {
      parts.close();
    }
    if (shop != null) {
      shop.close();
    }
  }

  @BeforeEach
  void waitUntilNothingFires() {
    await().during(CALM).atMost(PATIENCE.multipliedBy(2)).until(() -> firing().isEmpty());
  }

  /** Longer than keys are old at most: none is stale as long as they can be fetched. */
  @Test
  void noKeysAreStaleWhileTheyAreFetchedAgain() {
    Duration hour = SCALE.window(Duration.ofHours(1));

    await()
        .during(hour.multipliedBy(2))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(prometheus.firing()).doesNotContain("TokenKeysStale"));
  }

  @Test
  void keysOfTokensThatCannotBeFetched() throws Exception {
    String instance = parts.addresses("gateway").management();

    try (ScriptedUpstream failing = new ScriptedUpstream(new Manner.Answers(500, Duration.ZERO))) {
      parts.upstreams().tell("user-service", failing.addresses());
      watch.awaitFiring(
          alert("TokenKeysStale", "job", "gateway", "instance", instance, "severity", "ticket"));
      assertThat(ask()).isEqualTo(200);
      parts.upstreams().tell("user-service", shop.addresses());
      watch.awaitResolved("TokenKeysStale");
    }
  }

  /** As after a start while nobody gives any. */
  @Test
  void noKeysOfTokens() throws Exception {
    parts.stop("gateway");
    try (ScriptedUpstream failing = new ScriptedUpstream(new Manner.Answers(500, Duration.ZERO))) {
      parts.upstreams().tell("user-service", failing.addresses());
      parts.start("gateway");
      watch.awaitFiring(alert("TokenKeysStale", "job", "gateway", "severity", "page"));
      assertThat(ask()).isEqualTo(200);
      parts.upstreams().tell("user-service", shop.addresses());
      watch.awaitResolved("TokenKeysStale");
    }
  }

  @Test
  void configurationThatIsRefused() throws Exception {
    Path file = folder.resolve("gateway.yaml");
    String faulty = config().replace("event-loops: 4", "event-loops: many");

    WholeFile.write(file, faulty.getBytes(StandardCharsets.UTF_8));
    watch.awaitFiring(alert("ConfigurationRefused", "job", "gateway", "file", "configuration"));
    assertThat(ask()).isEqualTo(200);
    WholeFile.write(file, config().getBytes(StandardCharsets.UTF_8));

    watch.awaitResolved("ConfigurationRefused");
  }

  /** Each time it is back before anybody would be told that it is gone. */
  @Test
  void processThatEndsAgainAndAgain() throws Exception {
    String instance = parts.addresses("gateway").management();

    for (int crash = 0; crash < 4; crash++) {
      double before = started();
      parts.signal("gateway", StopSignal.KILL);
      parts.awaitEnd("gateway");
      parts.start("gateway");
      await().atMost(PATIENCE).until(() -> started() > before);
    }

    watch.awaitFiring(
        alert("CrashLoop", "job", "gateway", "instance", instance, "severity", "ticket"));
    watch.awaitResolved("CrashLoop");
  }

  /** When its process began, as Prometheus knows it. */
  private static double started() throws IOException, InterruptedException {
    return prometheus.query("process_start_time_seconds{job=\"gateway\"}").stream()
        .mapToDouble(Sample::value)
        .findFirst()
        .orElse(0);
  }

  /** One of four: its clients wait, those of the others are served. */
  @Test
  void eventLoopThatStandsStill() throws Exception {
    Set<Map<String, String>> seen;
    List<Integer> statuses = new ArrayList<>();

    try (Debugger debugger = Debugger.at(parts.log("gateway"))) {
      debugger.haltOne(EVENT_LOOP, GatewayGameDayIT::answersAboutItself);
      seen = watch.awaitFiring(alert("EventLoopBlocked", "job", "gateway", "severity", "page"));
      for (int i = 0; i < 8; i++) {
        statuses.add(ask());
      }
    }

    assertThat(seen)
        .filteredOn(alert -> "EventLoopBlocked".equals(alert.get("alertname")))
        .hasSize(1);
    assertThat(statuses).contains(0).contains(200);
    watch.awaitResolved("EventLoopBlocked");
    assertThat(ask()).isEqualTo(200);
  }

  /** One of four, which runs half of the time: its clients wait now and then. */
  @Test
  void eventLoopThatIsLate() throws Exception {
    Set<Map<String, String>> seen;

    try (Debugger debugger = Debugger.at(parts.log("gateway"))) {
      debugger.haltOne(EVENT_LOOP, GatewayGameDayIT::answersAboutItself);
      try (Again _ = Again.every(Duration.ofMillis(300), debugger::turn)) {
        seen = watch.awaitFiring(alert("EventLoopLag", "job", "gateway", "severity", "ticket"));
        // Where the whole machine stood still, each loop was late, for as long as the query looks.
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(prometheus.query(LATE_LOOPS)).hasSizeBetween(1, LOOPS - 1));
      }
    }

    assertThat(seen).noneMatch(alert -> "EventLoopBlocked".equals(alert.get("alertname")));
    watch.awaitResolved("EventLoopLag");
  }

  /** By requests with much in their heads, which an upstream lets wait. */
  @Test
  void heapAlmostFull() throws Exception {
    Client customers = parts.client("gateway");
    List<Future<?>> waiting = new ArrayList<>();

    try (ScriptedUpstream silent = new ScriptedUpstream(new Manner.Hangs())) {
      parts.upstreams().tell("product-service", silent.addresses());
      await()
          .atMost(PATIENCE)
          .until(() -> {
            for (int i = 0; i < 5; i++) {
              var request = customers.request("/products/1").header("X-Much", "x".repeat(MUCH));
              waiting.add(customers.sendLater(request.build()));
            }
            return heapInUse() > 0.9;
          });
      watch.awaitFiring(alert("HeapAlmostFull", "job", "gateway", "severity", "ticket"));
      parts.upstreams().tell("product-service", shop.addresses());
      waiting.forEach(request -> request.cancel(true));
      await().atMost(PATIENCE).until(() -> heapInUse() < 0.9);
      watch.awaitResolved("HeapAlmostFull");
    }
  }

  /** All alerts but those of the services, which are absent on purpose. */
  private static List<Map<String, String>> firing() throws IOException, InterruptedException {
    return prometheus.alerts().stream()
        .filter(alert -> !ABSENT.contains(alert.getOrDefault("job", "")))
        .toList();
  }

  /** Part of the old generation, after a collection: the JVM is asked for one. */
  private static double heapInUse() throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process collection =
        new ProcessBuilder(jcmd, Long.toString(parts.pid("gateway")), "GC.run")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(collection.waitFor()).isZero();
    return shown("jvm_gc_live_data_size_bytes") / shown("jvm_gc_max_data_size_bytes");
  }

  private static double shown(String metric) throws InterruptedException {
    return Scraped.of(parts.management("gateway")).sum(metric, Map.of());
  }

  private static boolean answersAboutItself() throws InterruptedException {
    Client management = parts.management("gateway");
    var request = management.request("/metrics").timeout(Duration.ofSeconds(2));
    return management.send(request.build()).status() == 200;
  }

  /** What a customer is answered on a connection of its own; 0 where that takes long. */
  private static int ask() throws IOException {
    URI product = URI.create("http://127.0.0.1:%d/products/1".formatted(parts.gatewayPort()));
    HttpURLConnection connection =
        (HttpURLConnection) product.toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestProperty("Connection", "close");
    connection.setReadTimeout(2_000);
    try {
      return connection.getResponseCode();
    } catch (SocketTimeoutException late) {
      return 0;
    } finally {
      connection.disconnect();
    }
  }

  /** Keys are fetched as often as may be. */
  private static String config() {
    return """
    event-loops: 4
    http: {max-header-size: 65536, idle-timeout: 2m}
    upstream-defaults: {client: {idle-timeout: 2m}}
    edge:
      tokens:
        issuer: https://shop.example
        audience: shop
        jwks-upstream: user-service
        jwks-path: /.well-known/jwks.json
        refresh: 10s
    route-defaults: {head-timeout: 2m, total-timeout: 2m}
    """;
  }

  /** A set of one public key of Ed25519, which is the last 32 bytes of how the JDK encodes it. */
  private static String keys() throws GeneralSecurityException {
    byte[] encoded =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded();
    byte[] key = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    return """
    {"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "one", "x": "%s"}]}
    """
        .formatted(Base64.getUrlEncoder().withoutPadding().encodeToString(key));
  }
}
