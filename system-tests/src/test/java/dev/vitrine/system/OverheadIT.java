package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.platform.testing.TestTool;
import dev.vitrine.system.OverheadPage.Found;
import dev.vitrine.system.OverheadPage.Round;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What telemetry costs a gateway and a service, as ratios of one run: {@code ./vitrine bench
 * overhead}. Fails where a request fails, or a process does not tell what it was to tell; never for
 * a figure, which is the machine's as well.
 */
@EnabledIfSystemProperty(named = "vitrine.bench", matches = "overhead")
class OverheadIT {
  /** A piece of the warm-up. */
  private static final int WARM_UP = Integer.getInteger("vitrine.bench.warm-up", 5);

  /** Of these there are so many at most; a process that has not settled by then never does. */
  private static final int MOST_WARM_UPS = Integer.getInteger("vitrine.bench.warm-ups", 12);

  /** The part of its time that a process may still compile in, once it is warm. */
  private static final double SETTLED = 0.03;

  /** Rounds that only make their turns usual to the machine, and do not count. */
  private static final int UNCOUNTED = 1;

  /** A multiple of the ways to tell: see {@link Turns}. */
  private static final int ROUNDS =
      Integer.getInteger("vitrine.bench.rounds", 3 * Telling.values().length);

  private static final int SECONDS = Integer.getInteger("vitrine.bench.seconds", 2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A process that tells so much, and what was found of it so far. */
  private record Subject(Telling telling, PinnedJvm process, List<Round> rounds) {}

  @TempDir Path folder;

  private final List<Subject> subjects = new ArrayList<>();
  private final List<AutoCloseable> others = new ArrayList<>();

  private Wrk wrk;
  private DiscardingCollector collector;
  private int cores;

  @BeforeEach
  void useTheCores() throws Exception {
    wrk = new Wrk(TestTool.require(OverheadIT.class, "wrk"));
    TestTool.require(OverheadIT.class, "taskset");
    cores = Runtime.getRuntime().availableProcessors();
    assertThat(cores).as("cores").isGreaterThanOrEqualTo(2);
    collector = new DiscardingCollector();
    others.add(collector);
  }

  @AfterEach
  void end() throws Exception {
    stopProcesses();
    for (AutoCloseable each : others.reversed()) {
      each.close();
    }
    Core.free(ProcessHandle.current().pid(), cores);
  }

  @Test
  void tellsWhatTelemetryCosts() throws Exception {
    OverheadPage page = new OverheadPage();

    // Before this JVM leaves the measured core, which what it starts from then on would leave, too.
    Map<String, String> database = database();
    int upstream = upstream();
    Core.REST.take(ProcessHandle.current().pid());
    List<Found> gateway = measure("gateway", gateway(upstream), "/a");
    page.subject(
        "Gateway",
        "`GET` of 1.2 KB of JSON by the gateway, from an upstream that does next to nothing: a server span and a client span.",
        gateway);
    stopProcesses();
    List<Found> service = measure("product-service", database, "/products/1");
    page.subject(
        "product-service",
        "`GET /products/{id}` by the service alone, with PostgreSQL on the other core: a server span and a statement's.",
        service);
    page.publish(conditions());

    assertThat(gateway).hasSameSizeAs(service).hasSize(Telling.values().length);
  }

  /** Starts a program in each of its ways, and lets them take turns. */
  private List<Found> measure(String program, Map<String, String> environment, String path)
      throws Exception {
    Path jar = VitrineCommand.root().resolve("%s/target/%s.jar".formatted(program, program));
    for (Telling telling : Telling.values()) {
      Map<String, String> variables = new HashMap<>(environment);
      variables.putAll(telling.environment(collector.endpoint()));
      PinnedJvm process = PinnedJvm.start(folder, program + "-" + telling, jar, variables);
      subjects.add(new Subject(telling, process, new ArrayList<>()));
      warmUp(process, path);
      say("%s, %s: warm".formatted(program, telling.words()));
    }
    for (int round = -UNCOUNTED; round < ROUNDS; round++) {
      for (Subject subject : Turns.of(subjects, round)) {
        Round found = round(subject.process(), path, SECONDS);
        assertThat(found.found().failures()).as(subject.telling().words()).isEmpty();
        if (round >= 0) {
          subject.rounds().add(found);
        }
      }
      say("%s: round %d of %d".formatted(program, round + UNCOUNTED + 1, UNCOUNTED + ROUNDS));
    }
    List<Found> found = new ArrayList<>();
    for (Subject each : subjects) {
      found.add(new Found(each.telling(), each.rounds(), spans(each.telling(), each.process())));
    }
    return found;
  }

  /**
   * Has it serve until its code is compiled. The more a process tells, the more code it has: the
   * same time for all would be too short for those that are to be compared. One that has just
   * started may be too slow for some requests.
   */
  private void warmUp(PinnedJvm process, String path) throws Exception {
    for (int i = 0; i < MOST_WARM_UPS; i++) {
      if (round(process, path, WARM_UP).compiling() < SETTLED) {
        return;
      }
    }
  }

  @SuppressWarnings("SystemOut") // whoever waits for minutes wants to see something
  private static void say(String progress) {
    System.out.println("bench: " + progress);
  }

  private Round round(PinnedJvm process, String path, int seconds) throws Exception {
    Duration cpu = process.cpu();
    Duration compiling = process.compiling();
    Core.Busy own = Core.MEASURED.busy();
    Core.Busy other = Core.REST.busy();
    Wrk.Finding found = wrk.run(process.port(), path, seconds);
    Duration used = process.cpu().minus(cpu);
    return new Round(
        found,
        used.toNanos() / 1000.0 / found.requests(),
        process.compiling().minus(compiling).toNanos() / (double) Math.max(1, used.toNanos()),
        Core.MEASURED.busy().since(own),
        Core.REST.busy().since(other));
  }

  /** What became of spans; fails where there are not as many as there are to be. */
  private static String spans(Telling telling, PinnedJvm process) throws Exception {
    if (telling == Telling.NOTHING) {
      assertThat(process.management().get("/metrics").body()).isBlank();
      return "";
    }
    double requests = process.metric("http_server_request_duration_seconds_count", "");
    double recorded = process.metric("otel_spans_recorded_total", "");
    double exported = process.metric("otel_spans_total", "outcome=\"exported\"");
    double dropped = process.metric("otel_spans_total", "outcome=\"dropped\"");
    // Two for each request that is traced.
    assertThat(recorded / requests).isBetween(1.8 * telling.ratio(), 2.2 * telling.ratio() + 1e-3);
    return recorded == 0
        ? "none"
        : "%.0f %% exported, %.0f %% dropped"
            .formatted(100 * exported / recorded, 100 * dropped / recorded);
  }

  private static Map<String, String> gateway(int upstream) {
    return Map.of(
        "VITRINE_UPSTREAMS",
        "{a: {endpoints: [{address: '127.0.0.1:%d'}]}}".formatted(upstream),
        "VITRINE_ROUTES",
        "[{path: /a, upstream: a}]");
  }

  private int upstream() throws IOException {
    List<String> command = new ArrayList<>(Core.REST.prefix());
    command.addAll(
        List.of(
            PinnedJvm.java(),
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            PlainUpstream.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    others.add(() -> process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join());
    // Not closed: the process would fail to write.
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return Integer.parseInt(Objects.requireNonNull(said.readLine()));
  }

  /** A PostgreSQL with a thousand products, on the other core; the variables that lead to it. */
  private Map<String, String> database() throws Exception {
    RunningSystem system = RunningSystem.up(folder, Map.of());
    system.close();
    Parts parts = new Parts(system.command(), Map.of());
    others.add(parts);
    parts.start(Parts.DATABASE);
    await().atMost(PATIENCE).until(() -> parts.isReady(Parts.DATABASE));
    // Each connection's process is its child, and stays where it is.
    Core.REST.take(parts.pid(Parts.DATABASE));
    return parts.databaseOf("product_service");
  }

  private String conditions() {
    return "%d cores, JDK %s, Linux; for each a warm-up until it compiles in less than %.0f %% of its time, looked at every %d s, then %d rounds of %d s, the first %d of which do not count"
        .formatted(
            cores,
            Runtime.version().feature(),
            100 * SETTLED,
            WARM_UP,
            UNCOUNTED + ROUNDS,
            SECONDS,
            UNCOUNTED);
  }

  private void stopProcesses() {
    subjects.forEach(subject -> subject.process().close());
    subjects.clear();
  }
}
