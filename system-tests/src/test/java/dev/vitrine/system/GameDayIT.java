package dev.vitrine.system;

import static dev.vitrine.system.AlertWatch.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.local.process.StopSignal;
import dev.vitrine.observability.rule.TimeScale;
import dev.vitrine.observability.scrape.PrometheusConfig.Job;
import dev.vitrine.platform.testing.TestTool;
import dev.vitrine.system.PrometheusServer.Sample;
import dev.vitrine.system.ScriptedUpstream.Manner;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Game days: real faults of a running system with customers, each of which makes its alerts fire in
 * a real Prometheus, and no longer once it is mended. The rules are those of the repository; only
 * their times are shorter.
 *
 * <p>{@link GatewayGameDayIT} has those of a gateway alone, {@link ClockGameDayIT} that of one
 * whose clock is wrong, {@link LogGameDayIT} that of one whose output nobody reads.
 */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class GameDayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CALM = Duration.ofSeconds(2);

  /** More than any range and any time that an alert waits here, of those of minutes. */
  private static final Duration QUIET = Duration.ofSeconds(8);

  /** A day in a minute, an hour in two and a half seconds. */
  private static final TimeScale SCALE = TimeScale.shortenedBy(1_440);

  private static final List<String> CUSTOMERS = List.of("/products/1", "/categories", "/users");

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND");

  private static final List<String> PATHS =
      List.of(
          "/products",
          "/products/x",
          "/products/import",
          "/categories",
          "/users",
          "/users/1",
          "/auth/x",
          "/.well-known/jwks.json",
          "/health",
          "/nowhere");

  @TempDir static Path folder;

  private static GrowingTarget growing;
  private static OtlpSink sink;
  private static IssuedCertificate lasting;
  private static IssuedCertificate expiring;
  private static Parts parts;
  private static Client gateway;
  private static Again customers;
  private static PrometheusServer prometheus;
  private static AlertWatch watch;

  @BeforeAll
  static void up() throws Exception {
    Path binary = TestTool.require(GameDayIT.class, "prometheus");
    growing = new GrowingTarget();
    sink = new OtlpSink();
    VitrineCommand command;
    try (RunningSystem system = RunningSystem.up(folder, Map.of())) {
      command = system.command();
    }
    lasting = IssuedCertificate.of(folder, 90);
    expiring = IssuedCertificate.of(folder, 2);
    lasting.install(chain(), key());
    Path config = Files.writeString(folder.resolve("gateway.yaml"), config());
    parts =
        new Parts(
            command,
            Map.of(
                "VITRINE_LOCAL_GATEWAY_CONFIG", config.toString(),
                "OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint(),
                "OTEL_TRACES_SAMPLER", "parentbased_traceidratio",
                "OTEL_TRACES_SAMPLER_ARG", "0.2",
                "OTEL_BSP_MAX_QUEUE_SIZE", "64",
                "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "16"));
    gateway = Client.secure(parts.gatewayPort(), lasting.certificate(), expiring.certificate());
    for (String part : List.of(Parts.DATABASE, "user-service", "product-service", "gateway")) {
      parts.start(part);
    }
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> CUSTOMERS.stream().allMatch(GameDayIT::isServed));
    customers = Again.every(Duration.ofMillis(100), GameDayIT::askForEverything);
    prometheus = PrometheusServer.start(binary, folder, SCALE, jobs());
    watch = new AlertWatch(prometheus);
  }

  @AfterAll
  static void down() throws Exception {
    if (customers != null) {
      customers.close();
    }
    if (prometheus != null) {
      prometheus.close();
    }
    if (parts != null) {
      parts.close();
      growing.close();
      sink.close();
    }
  }

  @BeforeEach
  void waitUntilNothingFires() {
    await()
        .during(CALM)
        .atMost(PATIENCE.multipliedBy(2))
        .until(() -> prometheus.firing().isEmpty());
  }

  @Test
  void nothingFiresWhileNothingIsWrong() {
    await()
        .during(QUIET)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(prometheus.alerts()).isEmpty());
  }

  @Test
  void proof7_serviceKilled() throws Exception {
    String instance = parts.addresses("product-service").management();

    parts.signal("product-service", StopSignal.KILL);
    watch.awaitFiring(
        alert("TargetDown", "job", "product-service", "instance", instance, "severity", "ticket"),
        alert("TargetAbsent", "job", "product-service", "severity", "page"),
        alert("NoReadyEndpoint", "job", "gateway", "upstream", "product-service"));
    parts.start("product-service");

    watch.awaitResolved("TargetDown", "TargetAbsent", "NoReadyEndpoint");
  }

  @Test
  void proof7_databaseStopped() throws Exception {
    parts.stop(Parts.DATABASE);
    watch.awaitFiring(
        alert("NoReadyEndpoint", "upstream", "user-service", "severity", "page"),
        alert("NoReadyEndpoint", "upstream", "product-service", "severity", "page"),
        burn("Availability", "catalog", "product-service"),
        burn("Availability", "accounts", "user-service"));
    parts.start(Parts.DATABASE);

    watch.awaitResolved("NoReadyEndpoint", "AvailabilityBudgetBurn");
  }

  @Test
  void proof7_slowUpstream() throws Exception {
    Set<Map<String, String>> seen;
    try (ScriptedUpstream slow =
        new ScriptedUpstream(new Manner.Answers(200, Duration.ofMillis(400)))) {
      parts.upstreams().tell("product-service", slow.addresses());
      seen = watch.awaitFiring(burn("Latency", "catalog", "product-service"));
      parts.upstreams().tell("product-service", parts.addresses("product-service"));
      watch.awaitResolved("LatencyBudgetBurn");
    }

    assertThat(seen).noneMatch(labels -> "accounts".equals(labels.get("route_group")));
  }

  /** It takes requests and answers none; and whoever asks leaves after half a second. */
  @Test
  void upstreamThatHangsWhileClientsLeave() throws Exception {
    try (ScriptedUpstream silent = new ScriptedUpstream(new Manner.Hangs());
        Again _ = Again.every(Duration.ofMillis(100), GameDayIT::askAndLeave)) {
      parts.upstreams().tell("product-service", silent.addresses());
      watch.awaitFiring(burn("Latency", "catalog", "product-service"));
      parts.upstreams().tell("product-service", parts.addresses("product-service"));
    }

    watch.awaitResolved("LatencyBudgetBurn", "AvailabilityBudgetBurn");
  }

  @Test
  void stormOf5xx() throws Exception {
    Manner failing = new Manner.Answers(500, Duration.ZERO);
    try (ScriptedUpstream one = new ScriptedUpstream(failing);
        ScriptedUpstream other = new ScriptedUpstream(failing)) {
      parts.upstreams().tell("product-service", one.addresses(), other.addresses());
      watch.awaitFiring(
          burn("Availability", "catalog", "product-service"),
          alert("EjectionStorm", "upstream", "product-service"));
      parts.upstreams().tell("product-service", parts.addresses("product-service"));
      watch.awaitResolved("AvailabilityBudgetBurn", "EjectionStorm");
    }
  }

  /** It fails until it is taken out of use, and is well again: that is what ejections are for. */
  @Test
  void oneEjectionOfOneEndpoint() throws Exception {
    Set<String> seen = new HashSet<>();
    double before = ejections();

    try (ScriptedUpstream failing = new ScriptedUpstream(new Manner.Recovers(503, 5));
        ScriptedUpstream well = new ScriptedUpstream(new Manner.Answers(200, Duration.ZERO))) {
      parts.upstreams().tell("product-service", failing.addresses(), well.addresses());
      await().atMost(PATIENCE).until(() -> ejections() > before);
      long begin = System.nanoTime();
      await()
          .atMost(PATIENCE)
          .until(() -> {
            seen.addAll(prometheus.firing());
            return System.nanoTime() - begin > QUIET.toNanos();
          });
      parts.upstreams().tell("product-service", parts.addresses("product-service"));
    }

    assertThat(ejections()).isEqualTo(before + 1);
    assertThat(seen).doesNotContain("EjectionStorm");
  }

  /** Of everything at once: somebody takes locks of the tables that all requests need. */
  @Test
  void stormOfLatency() throws Exception {
    try (Administrator products = parts.administrator("product_db");
        Administrator users = parts.administrator("user_db");
        Again _ = Again.every(Duration.ofMillis(900), () -> lockForAWhile(products, "product"));
        Again _ = Again.every(Duration.ofMillis(900), () -> lockForAWhile(users, "account"))) {
      watch.awaitFiring(
          burn("Latency", "catalog", "product-service"),
          burn("Latency", "accounts", "user-service"));
    }

    watch.awaitResolved("LatencyBudgetBurn");
  }

  @Test
  void collectorGone() throws Exception {
    sink.leave();
    watch.awaitFiring(
        alert("SpansDropped", "job", "gateway"),
        alert("SpansDropped", "job", "user-service"),
        alert("SpansDropped", "job", "product-service"));
    sink.comeBack();

    watch.awaitResolved("SpansDropped");
  }

  /** As by anything that keeps it from running, half of the time. */
  @Test
  void eventLoopLag() throws Exception {
    long pid = parts.pid("user-service");
    String instance = parts.addresses("user-service").management();

    try (Again _ = Again.every(Duration.ofMillis(500), () -> haltForAWhile(pid))) {
      watch.awaitFiring(alert("EventLoopLag", "job", "user-service", "instance", instance));
    }

    watch.awaitResolved("EventLoopLag");
  }

  /** By statements that wait for a lock which somebody forgot to give back. */
  @Test
  void poolExhausted() throws Exception {
    try (Administrator administrator = parts.administrator("product_db")) {
      administrator.run("BEGIN");
      administrator.run("LOCK TABLE product IN ACCESS EXCLUSIVE MODE");
      watch.awaitFiring(
          alert("PoolSaturated", "job", "product-service", "pool_name", "product_db"));
      await().atMost(PATIENCE).until(() -> statementsWithoutAPlace() > 0);
    }

    watch.awaitResolved("PoolSaturated");
  }

  /** All that labels are bound to can be made by clients, on purpose, within seconds. */
  @Test
  void requestsOfAllKindsAreNoSeriesFlood() throws Exception {
    double before = series();

    for (String method : METHODS) {
      for (String path : PATHS) {
        for (String type : List.of("application/json", "text/plain", "application/x-ndjson")) {
          HttpRequest.Builder request = gateway.request(path).header("Content-Type", type);
          gateway.send(request.method(method, BodyPublishers.ofString("{}")).build());
          gateway.send(request.header("Accept", "image/png").build());
        }
      }
    }

    await().atMost(PATIENCE).until(() -> series() > before + 500);
    await()
        .during(CALM)
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(prometheus.firing()).doesNotContain("SeriesGrowth"));
  }

  private static double series() throws Exception {
    return prometheus.query("scrape_samples_post_metric_relabeling{job=\"gateway\"}").stream()
        .mapToDouble(Sample::value)
        .findFirst()
        .orElse(0);
  }

  /**
   * Of a program of the test, which stands beside those of user-service: no request to one of ours
   * adds a series that is not bounded, as {@link ShopIT} shows.
   */
  @Test
  void seriesFlood() throws Exception {
    growing.grow();
    watch.awaitFiring(alert("SeriesGrowth", "job", "user-service", "instance", growing.address()));
    growing.stay();

    watch.awaitResolved("SeriesGrowth");
  }

  @Test
  void staleDiscovery() throws Exception {
    parts.upstreams().fallSilent();
    watch.awaitFiring(
        alert("DiscoveryStale", "upstream", "user-service", "source", "file"),
        alert("DiscoveryStale", "upstream", "product-service", "source", "file"));
    assertThat(CUSTOMERS).allMatch(GameDayIT::isServed);
    parts.upstreams().tell();

    watch.awaitResolved("DiscoveryStale");
  }

  @Test
  void certificateThatNobodyHasRenewed() throws Exception {
    expiring.install(chain(), key());
    watch.awaitFiring(
        alert("CertificateExpiry", "job", "gateway", "severity", "ticket"),
        alert("CertificateExpiry", "job", "gateway", "severity", "page"));
    lasting.install(chain(), key());

    watch.awaitResolved("CertificateExpiry");
  }

  /** A key of another certificate. */
  @Test
  void certificateThatIsRefused() throws Exception {
    expiring.install(folder.resolve("other.pem"), key());
    watch.awaitFiring(alert("ConfigurationRefused", "job", "gateway", "file", "certificate"));
    assertThat(CUSTOMERS).allMatch(GameDayIT::isServed);
    lasting.install(chain(), key());

    watch.awaitResolved("ConfigurationRefused");
  }

  private static double statementsWithoutAPlace() throws InterruptedException {
    return Scraped.of(parts.management("product-service"))
        .sum("db_client_operation_duration_seconds_count", Map.of("error_type", "pool-timeout"));
  }

  private static double ejections() throws InterruptedException {
    return Scraped.of(parts.management("gateway"))
        .sum("gateway_ejections_total", Map.of("upstream", "product-service"));
  }

  private static Map<String, String> burn(String promise, String group, String upstream) {
    return alert(
        promise + "BudgetBurn", "route_group", group, "upstream", upstream, "window", "1h");
  }

  private static void lockForAWhile(Administrator administrator, String table) throws Exception {
    administrator.run(
        "BEGIN; LOCK TABLE %s IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(0.7); COMMIT"
            .formatted(table));
  }

  private static boolean isServed(String path) {
    try {
      return gateway.get(path).status() == 200;
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void askForEverything() {
    CUSTOMERS.forEach(path -> gateway.askFor(path));
  }

  private static void askAndLeave() {
    HttpRequest.Builder product = gateway.request("/products/1");
    var _ = gateway.sendLater(product.timeout(Duration.ofMillis(500)).build());
  }

  /** Ejections are so short that there is a storm of them within five of these minutes. */
  private static String config() {
    return """
    upstream-defaults: {ejection: {answer-ejection: 100ms, longest: 200ms}}
    edge: {tls: {certificate: '%s', key: '%s', poll: 200ms}}
    """
        .formatted(chain(), key());
  }

  private static Path chain() {
    return folder.resolve("chain.pem");
  }

  private static Path key() {
    return folder.resolve("key.pem");
  }

  private static List<Job> jobs() {
    return List.of(
        new Job("gateway", List.of(parts.addresses("gateway").management())),
        new Job(
            "user-service",
            List.of(parts.addresses("user-service").management(), growing.address())),
        new Job("product-service", List.of(parts.addresses("product-service").management())));
  }

  private static void haltForAWhile(long pid) throws Exception {
    String halt = "kill -STOP %d; sleep 0.25; kill -CONT %d".formatted(pid, pid);
    new ProcessBuilder("/bin/sh", "-c", halt).start().waitFor();
  }
}
