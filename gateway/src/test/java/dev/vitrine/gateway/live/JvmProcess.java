package dev.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.platform.testing.LiveHeap;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A program of this project in a JVM of its own, with the flags that local mode gives it. */
final class JvmProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private static final List<String> FLAGS =
      List.of(
          "-Xms32m",
          "-Xmx128m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:MaxDirectMemorySize=64m",
          "-XX:+ExitOnOutOfMemoryError",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED");

  private final Process process;
  private final Path addressFile;
  private final Path log;

  private JvmProcess(Process process, Path addressFile, Path log) {
    this.process = process;
    this.addressFile = addressFile;
    this.log = log;
  }

  /**
   * Starts a program; does not wait until it serves.
   *
   * @param folder for what it writes
   * @param program what stands behind {@code java} and its flags
   * @param environment its variables beside ports, address file and log
   */
  static JvmProcess start(Path folder, List<String> program, Map<String, String> environment)
      throws IOException {
    String name = "process-" + NUMBERS.incrementAndGet();
    Path addressFile = folder.resolve(name + ".address");
    Path log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(program);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> variables = builder.environment();
    variables.put("VITRINE_HTTP_HOST", "127.0.0.1");
    variables.put("VITRINE_HTTP_PORT", "0");
    variables.put("VITRINE_MANAGEMENT_HOST", "127.0.0.1");
    variables.put("VITRINE_MANAGEMENT_PORT", "0");
    variables.put("VITRINE_LIFECYCLE_ADDRESS_FILE", addressFile.toString());
    variables.putAll(environment);
    return new JvmProcess(builder.start(), addressFile, log);
  }

  /** Waits until its sockets are bound. */
  JvmProcess awaitServing() {
    await()
        .atMost(PATIENCE)
        .until(() -> {
          assertThat(process.isAlive()).as(this::log).isTrue();
          return Files.exists(addressFile);
        });
    return this;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int port() {
    return address().getInteger("port");
  }

  int managementPort() {
    return address().getInteger("management_port");
  }

  /** What it has said so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What its management server answers, as text; the status before it. */
  String managed(String method, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort() + path))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  boolean isReady() throws IOException, InterruptedException {
    return managed("GET", "/health/ready").startsWith("200");
  }

  /** The value of a series, summed over all that have these labels. */
  double metric(String name, String... labels) throws IOException, InterruptedException {
    return managed("GET", "/metrics")
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> List.of(labels).stream().allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** How long it has kept a processor busy so far, to a hundredth of a second. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Bytes of memory that it holds. */
  long residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }

  /** Bytes of heap that are in use after a collection. */
  long heapAfterCollection() throws IOException, InterruptedException {
    return LiveHeap.of(pid());
  }

  /** Asks it to end (SIGTERM). */
  void terminate() {
    process.destroy();
  }

  /** Ends it (SIGKILL). */
  void kill() {
    process.destroyForcibly();
  }

  /** Sends any other signal, by its name. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  /** Waits for its end; returns its exit code. */
  int awaitEnd() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(this::log).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private JsonObject address() {
    try {
      return new JsonObject(Files.readString(addressFile));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
