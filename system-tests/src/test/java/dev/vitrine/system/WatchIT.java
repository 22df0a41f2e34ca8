package dev.vitrine.system;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.observability.dashboard.Dashboards;
import dev.vitrine.observability.name.MetricNames;
import dev.vitrine.observability.name.Recorded;
import dev.vitrine.observability.picture.BoardPicture;
import dev.vitrine.observability.picture.Series;
import dev.vitrine.observability.rule.Rules;
import dev.vitrine.observability.rule.TimeScale;
import dev.vitrine.observability.scrape.PrometheusConfig.Job;
import dev.vitrine.observability.slo.Slo;
import dev.vitrine.platform.testing.TestTool;
import dev.vitrine.system.PrometheusServer.Sample;
import dev.vitrine.system.RunningSystem.Child;
import dev.vitrine.system.VitrineCommand.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A running system, a minute of traffic, and what Prometheus makes of it. */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class WatchIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** An hour in 15 seconds. */
  private static final TimeScale SCALE = TimeScale.shortenedBy(240);

  private static final Slo PROMISED =
      Slo.read(VitrineCommand.root().resolve("observability/slo.yaml"));

  /** What has no answer as long as nothing is wrong, or something is not switched on. */
  private static final List<String> NOTHING_YET =
      List.of(
          "Alerts",
          "CertificateExpiry",
          "ConfigurationRefused{file=certificate",
          "LogEventsDropped{outcome",
          "SpansDropped{outcome",
          "TokenKeys");

  /** What may be missing here: there is no TLS, no collector, and perhaps nothing wrong. */
  private static final Set<String> NOT_HERE =
      Set.of(
          "ALERTS",
          "gateway_retries_total",
          "gateway_certificate_expiry_seconds",
          "gateway_certificate_faulty",
          "gateway_token_keys",
          "gateway_token_keys_age_seconds",
          "otelcol_exporter_enqueue_failed_log_records_total",
          "otelcol_exporter_enqueue_failed_spans_total",
          "otelcol_exporter_queue_capacity",
          "otelcol_exporter_queue_size",
          "otelcol_exporter_send_failed_log_records_total",
          "otelcol_exporter_send_failed_spans_total",
          "otelcol_receiver_refused_log_records_total",
          "otelcol_receiver_refused_spans_total");

  /** Panels of what a load of products, registrations and a few mistakes cannot but do. */
  private static final Set<String> OF_THE_LOAD =
      Set.of(
          "overview: Requests",
          "overview: Latency, 95th percentile",
          "overview: What customers do",
          "overview: Registrations",
          "gateway: Requests by route",
          "gateway: Requests by status",
          "gateway: Latency",
          "gateway: Latency, all of it",
          "gateway: Attempts",
          "gateway: Time to the head of an answer, 95th percentile",
          "gateway: Overhead",
          "service: Requests by route",
          "service: Latency",
          "service: Statements",
          "service: Time of statements, 95th percentile",
          "slo: Requests that count",
          "telemetry: Spans");

  /** Panels of what Prometheus knows by itself: of its own scrapes, alerts and promises. */
  private static final Set<String> OF_PROMETHEUS =
      Set.of(
          "overview: Alerts",
          "slo: Promises",
          "telemetry: Failed evaluations of rules",
          "telemetry: Series in Prometheus",
          "telemetry: Series of each process",
          "telemetry: Time of a scrape",
          "telemetry: Up");

  /** What Prometheus answered from here to there is in the pictures. */
  private static double loadBegan;

  private static double loadEnded;

  @TempDir static Path folder;

  private static OtlpSink sink;
  private static RunningSystem system;
  private static PrometheusServer prometheus;

  @BeforeAll
  static void up() throws Exception {
    Path binary = TestTool.require(WatchIT.class, "prometheus");
    sink = new OtlpSink();
    system =
        RunningSystem.up(
            folder,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", sink.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "100"));
    boolean pictured = Boolean.getBoolean("vitrine.docs.record");
    if (pictured) {
      // What the first requests of a JVM take is not what a dashboard usually shows.
      system.command().run("load", "--duration", "25s", "--rate", "50", "--errors", "5");
    }
    prometheus = PrometheusServer.start(binary, folder, SCALE, jobs());
    if (pictured) {
      // A picture begins where every rate has something to tell.
      await().atMost(PATIENCE).until(() -> prometheus.query("up offset 12s == 1").size() >= 4);
    }
    loadBegan = now();
    Result load =
        system.command().run("load", "--duration", "60s", "--rate", "50", "--errors", "5");
    loadEnded = now();
    assertThat(load.exitCode()).as(load.output()).isZero();
  }

  @AfterAll
  static void down() throws Exception {
    if (prometheus != null) {
      prometheus.close();
    }
    if (system != null) {
      system.close();
      sink.close();
    }
  }

  @Test
  void proof3_leadsFromALatencyToItsTraceAndToItsLogLines() throws Exception {
    Set<String> named =
        prometheus.exemplars(
            "http_server_request_duration_seconds_bucket{job=\"gateway\",http_route=\"/products/*\"}");

    assertThat(named).isNotEmpty();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(named).allSatisfy(trace -> assertThat(services(trace)).contains("gateway")));
    String trace =
        named.stream()
            .filter(id -> services(id).contains("product-service"))
            .findFirst()
            .orElseThrow();
    assertThat(filesWith(trace)).contains("gateway-1.log", "product-service-1.log");
  }

  private static Set<String> services(String trace) {
    return sink.trace(trace).stream().map(OtlpSink.Received::service).collect(toSet());
  }

  @Test
  void proof6_answersEveryQueryOfEveryPanelAndRule() throws Exception {
    Map<String, String> titles = Dashboards.of(PROMISED).titles();
    Map<String, String> queries = new LinkedHashMap<>();
    Dashboards.of(PROMISED)
        .queries("30s")
        .forEach((id, query) ->
            queries.put(id + " " + titles.get(id.substring(0, id.lastIndexOf('/'))), query));
    queries.putAll(Rules.of(PROMISED, SCALE).queries());

    List<String> complaints = new ArrayList<>();
    for (Map.Entry<String, String> query : queries.entrySet()) {
      List<Sample> samples = prometheus.query(query.getValue());
      boolean mayBeEmpty = NOTHING_YET.stream().anyMatch(query.getKey()::contains);
      if (samples.isEmpty() && !mayBeEmpty) {
        complaints.add(query.getKey() + " has no answer: " + query.getValue());
      }
      if (!samples.stream().allMatch(sample -> Double.isFinite(sample.value()))) {
        complaints.add(query.getKey() + " is not finite: " + query.getValue());
      }
    }

    assertThat(queries).hasSizeGreaterThan(100);
    assertThat(complaints).isEmpty();
  }

  /** An expression that falls back on 0 has an answer, too, where it asks for the wrong thing. */
  @Test
  void proof6_showsWhatTheLoadDid() throws Exception {
    Map<String, String> titles = Dashboards.of(PROMISED).titles();
    Set<String> busy = new TreeSet<>();

    for (Map.Entry<String, String> query : Dashboards.of(PROMISED).queries("10s").entrySet()) {
      String panel = query.getKey().substring(0, query.getKey().lastIndexOf('/'));
      boolean moves =
          prometheus.range(query.getValue(), loadBegan, loadEnded).stream()
              .flatMap(series -> series.points().stream())
              .anyMatch(point -> point.value() > 0);
      if (moves) {
        busy.add(panel.replaceAll("^vitrine-|/.*$", "") + ": " + titles.get(panel));
      }
    }

    assertThat(busy).containsAll(OF_THE_LOAD);
  }

  /** An expression that falls back on 0 has an answer, too, where nobody knows its metric. */
  @Test
  void proof6_knowsEachMetricThatPanelsAndRulesAskFor() throws Exception {
    Set<String> asked = new TreeSet<>();
    Stream.concat(
            Dashboards.of(PROMISED).queries("30s").values().stream(),
            Rules.of(PROMISED, SCALE).expressions().stream())
        .forEach(expression -> asked.addAll(MetricNames.in(expression)));

    Set<String> unknown = new TreeSet<>(asked);
    unknown.removeAll(prometheus.metrics());

    assertThat(asked).hasSizeGreaterThan(50);
    assertThat(asked).containsAll(NOT_HERE);
    assertThat(unknown).isSubsetOf(NOT_HERE);
  }

  /** A 0, or a budget that is all there, would look well where nobody watches any more. */
  @Test
  void showNothingOfAShopThatNobodyScrapes() throws Exception {
    Path binary = TestTool.require(WatchIT.class, "prometheus");
    Map<String, String> titles = Dashboards.of(PROMISED).titles();
    Set<String> shown = new TreeSet<>();

    try (PrometheusServer alone =
        PrometheusServer.start(binary, folder.resolve("alone"), SCALE, List.of())) {
      await().atMost(PATIENCE).until(() -> !alone.query(Recorded.OBJECTIVE).isEmpty());
      for (Map.Entry<String, String> query : Dashboards.of(PROMISED).queries("30s").entrySet()) {
        if (!alone.query(query.getValue()).isEmpty()) {
          String panel = query.getKey().substring(0, query.getKey().lastIndexOf('/'));
          shown.add(panel.replaceAll("^vitrine-|/.*$", "") + ": " + titles.get(panel));
        }
      }
    }

    assertThat(shown).isSubsetOf(OF_PROMETHEUS);
  }

  /** Not of a process that is about to be paused: of the minute of traffic, whenever it is run. */
  @Test
  @EnabledIfSystemProperty(named = "vitrine.docs.record", matches = "true")
  void picturesEachDashboard() throws Exception {
    Path pictures = VitrineCommand.root().resolve("docs/dashboards");
    Files.createDirectories(pictures);

    for (String json : Dashboards.of(PROMISED).files().values()) {
      JsonNode dashboard = new ObjectMapper().readTree(json);
      String picture =
          BoardPicture.of(dashboard, WatchIT::duringTheLoad, Math.ceil(loadEnded - loadBegan));
      Files.writeString(pictures.resolve(dashboard.get("uid").asText() + ".svg"), picture);
    }

    // That each has all panels is checked where they are kept, by DashboardPicturesTest.
    assertThat(pictures).isDirectoryContaining("glob:**.svg");
  }

  @Test
  void proof7_alarmsWhileAServiceHangsAndNoLonger() throws Exception {
    long service = system.child("product-service").pid();

    signal("STOP", service);
    try {
      await()
          .atMost(PATIENCE)
          .until(() -> prometheus.firing().containsAll(Set.of("NoReadyEndpoint", "TargetDown")));
    } finally {
      signal("CONT", service);
    }

    await()
        .atMost(PATIENCE)
        .until(() ->
            prometheus.firing().stream()
                .noneMatch(Set.of("NoReadyEndpoint", "TargetDown")::contains));
  }

  private static List<Series> duringTheLoad(String expression) {
    try {
      return prometheus.range(
          Dashboards.chosen(expression.replace("$__range", "1m"), "10s"), loadBegan, loadEnded);
    } catch (IOException unreachable) {
      throw new UncheckedIOException(unreachable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
  }

  private static List<Job> jobs() throws IOException, InterruptedException {
    Map<String, List<String>> targets = new LinkedHashMap<>();
    for (Child child : system.children()) {
      if (child.managementPort() != 0) {
        targets
            .computeIfAbsent(child.service(), first -> new ArrayList<>())
            .add("127.0.0.1:" + child.managementPort());
      }
    }
    return targets.entrySet().stream().map(it -> new Job(it.getKey(), it.getValue())).toList();
  }

  private static List<String> filesWith(String text) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(system.command().directory().resolve("logs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file).contains(text)) {
          names.add(file.getFileName().toString());
        }
      }
    }
    return names;
  }
}
