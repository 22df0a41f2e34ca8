package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A program of this project on one core, with one event loop and the flags of local mode. */
final class PinnedJvm implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> FLAGS =
      List.of(
          "-Xms32m",
          "-Xmx128m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:MaxDirectMemorySize=64m",
          "--sun-misc-unsafe-memory-access=allow");

  /** Linux keeps the first fifteen letters of a name. */
  private static final Pattern COMPILER = Pattern.compile("C[12] CompilerThre");

  private final Process process;
  private final Path addressFile;

  private PinnedJvm(Process process, Path addressFile) {
    this.process = process;
    this.addressFile = addressFile;
  }

  /**
   * Starts a program, and waits until it is ready. What it logs goes nowhere, but is written.
   *
   * @param name of this one
   * @param environment its variables beside its ports
   */
  static PinnedJvm start(Path folder, String name, Path jar, Map<String, String> environment)
      throws IOException {
    Path addressFile = folder.resolve(name + ".address");
    List<String> command = new ArrayList<>(Core.MEASURED.prefix());
    command.add(java());
    command.addAll(FLAGS);
    command.addAll(List.of("-jar", jar.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(folder.resolve(name + ".err").toFile());
    Map<String, String> variables = builder.environment();
    variables.put("VITRINE_EVENT_LOOPS", "1");
    variables.put("VITRINE_HTTP_HOST", "127.0.0.1");
    variables.put("VITRINE_HTTP_PORT", "0");
    variables.put("VITRINE_MANAGEMENT_HOST", "127.0.0.1");
    variables.put("VITRINE_MANAGEMENT_PORT", "0");
    variables.put("VITRINE_LIFECYCLE_ADDRESS_FILE", addressFile.toString());
    variables.put("VITRINE_LIFECYCLE_PRE_DRAIN", "0s");
    variables.put("VITRINE_LOG_FORMAT", "json");
    variables.putAll(environment);
    PinnedJvm started = new PinnedJvm(builder.start(), addressFile);
    await()
        .atMost(PATIENCE)
        .until(() -> {
          assertThat(started.process.isAlive()).as(name).isTrue();
          return Files.exists(addressFile)
              && started.management().get("/health/ready").status() == 200;
        });
    return started;
  }

  /** The JVM that runs this test. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  int port() {
    return address().get("port").asInt();
  }

  Client management() {
    return Client.of(address().get("management_port").asInt());
  }

  /** The sum of a metric's series that have this label; 0 where there is none. */
  double metric(String name, String label) throws InterruptedException {
    return management()
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Time that the process has had a core. */
  Duration cpu() {
    return process.toHandle().info().totalCpuDuration().orElseThrow();
  }

  /** Time that the threads that compile its code have had one. */
  Duration compiling() throws IOException {
    long nanos = 0;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc/%d/task".formatted(process.pid())))) {
      for (Path thread : threads) {
        nanos += compilingNanos(thread);
      }
    }
    return Duration.ofNanos(nanos);
  }

  private static long compilingNanos(Path thread) {
    try {
      if (!COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt()) {
        return 0;
      }
      return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]);
    } catch (IOException ended) {
      return 0; // one of others: the last compiler of its kind stays
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private JsonNode address() {
    try {
      return new ObjectMapper().readTree(Files.readString(addressFile));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
