package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.local.port.FreePort;
import dev.vitrine.observability.picture.Series;
import dev.vitrine.observability.picture.Series.Point;
import dev.vitrine.observability.rule.Rules;
import dev.vitrine.observability.rule.TimeScale;
import dev.vitrine.observability.scrape.PrometheusConfig;
import dev.vitrine.observability.scrape.PrometheusConfig.Job;
import dev.vitrine.observability.slo.Slo;
import dev.vitrine.system.Client.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Prometheus, as Debian has it, with the rules of this project and processes to watch. */
final class PrometheusServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final int port;
  private final Client client;

  private PrometheusServer(Process process, int port) {
    this.process = process;
    this.port = port;
    this.client = Client.of(port);
  }

  /** One series of an answer. */
  record Sample(JsonNode labels, double value) {}

  /**
   * Starts it, and waits until it answers.
   *
   * @param scale how much shorter all times of its rules are
   */
  static PrometheusServer start(Path binary, Path folder, TimeScale scale, List<Job> jobs)
      throws IOException {
    Path home = Files.createDirectories(folder.resolve("prometheus"));
    Slo promised = Slo.read(VitrineCommand.root().resolve("observability/slo.yaml"));
    for (Map.Entry<String, String> file : Rules.of(promised, scale).files().entrySet()) {
      Files.writeString(home.resolve(file.getKey()), file.getValue());
    }
    List<String> rules = List.copyOf(Rules.of(promised, scale).files().keySet());
    int port = FreePort.choose("127.0.0.1", RandomGenerator.getDefault());
    List<Job> all = new ArrayList<>(jobs);
    all.add(new Job("prometheus", List.of("127.0.0.1:" + port)));
    Path config =
        Files.writeString(home.resolve("prometheus.yaml"), PrometheusConfig.of(scale, all, rules));
    return run(
        List.of(
            binary.toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + home.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port,
            "--enable-feature=exemplar-storage",
            "--log.level=warn"),
        home.resolve("log"),
        port);
  }

  /**
   * Starts one, and waits until it answers.
   *
   * @param port where this command makes it listen, on 127.0.0.1
   */
  static PrometheusServer run(List<String> command, Path log, int port) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    PrometheusServer server = new PrometheusServer(process, port);
    await()
        .atMost(PATIENCE)
        .until(() -> {
          assertThat(process.isAlive()).as(() -> text(log)).isTrue();
          return server.client.get("/-/ready").status() == 200;
        });
    return server;
  }

  int port() {
    return port;
  }

  /** What an expression is now. */
  List<Sample> query(String expression) throws IOException, InterruptedException {
    Answer answer = client.get("/api/v1/query?query=" + encoded(expression));
    assertThat(answer.status()).as(expression + ": " + answer.body()).isEqualTo(200);
    JsonNode data = answer.json().get("data");
    if (data.get("resultType").asText().equals("scalar")) {
      return List.of(new Sample(data, data.get("result").get(1).asDouble()));
    }
    List<Sample> samples = new ArrayList<>();
    for (JsonNode series : data.get("result")) {
      samples.add(new Sample(series.get("metric"), number(series.get("value").get(1).asText())));
    }
    return samples;
  }

  /**
   * What an expression was, each second of a time.
   *
   * @param from when it begins, in seconds of the epoch
   */
  List<Series> range(String expression, double from, double to)
      throws IOException, InterruptedException {
    Answer answer =
        client.get(
            String.format(
                Locale.ROOT,
                "/api/v1/query_range?query=%s&start=%.3f&end=%.3f&step=1",
                encoded(expression),
                from,
                to));
    assertThat(answer.status()).as(expression + ": " + answer.body()).isEqualTo(200);
    List<Series> series = new ArrayList<>();
    for (JsonNode each : answer.json().get("data").get("result")) {
      Map<String, String> labels = new HashMap<>();
      each.get("metric")
          .properties()
          .forEach(it -> labels.put(it.getKey(), it.getValue().asText()));
      List<Point> points = new ArrayList<>();
      for (JsonNode value : each.get("values")) {
        points.add(new Point(value.get(0).asDouble() - from, number(value.get(1).asText())));
      }
      series.add(new Series(labels, points));
    }
    return series;
  }

  /** The trace ids that the series of an expression name as their examples, in the last minutes. */
  Set<String> exemplars(String expression) throws IOException, InterruptedException {
    long now = System.currentTimeMillis() / 1_000;
    Answer answer =
        client.get(
            "/api/v1/query_exemplars?query=%s&start=%d&end=%d"
                .formatted(encoded(expression), now - 600, now + 60));
    Set<String> traces = new TreeSet<>();
    answer.json().get("data").findValuesAsText("trace_id", new ArrayList<>()).forEach(traces::add);
    return traces;
  }

  /** The names of all metrics that it has had a sample of. */
  Set<String> metrics() throws IOException, InterruptedException {
    Answer answer = client.get("/api/v1/label/__name__/values");
    Set<String> names = new TreeSet<>();
    answer.json().get("data").forEach(name -> names.add(name.asText()));
    return names;
  }

  /** The names of the alerts that are firing. */
  Set<String> firing() throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    alerts().forEach(labels -> names.add(labels.get("alertname")));
    return names;
  }

  /** The alerts that are firing, each as its labels; its name is {@code alertname}. */
  List<Map<String, String>> alerts() throws IOException, InterruptedException {
    List<Map<String, String>> firing = new ArrayList<>();
    for (JsonNode alert : client.get("/api/v1/alerts").json().get("data").get("alerts")) {
      if (alert.get("state").asText().equals("firing")) {
        Map<String, String> labels = new TreeMap<>();
        alert
            .get("labels")
            .properties()
            .forEach(it -> labels.put(it.getKey(), it.getValue().asText()));
        firing.add(labels);
      }
    }
    return firing;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException none) {
      return none.toString();
    }
  }
}
