package dev.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.local.file.FileTree;
import dev.vitrine.local.process.DefaultSignals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A copy of the system in a folder of the test's: the real commands and the real database, with
 * {@link FakeService} for every service, at free ports.
 */
final class Sandbox {
  /** Of this JVM, beside which another runs other tests. */
  private static final String FORK = System.getProperty("vitrine.test.fork", "1");

  // One folder for all its tests: each new program costs its first processes the making of their
  // archive of classes.
  private static final Path PROGRAMS = programs();

  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private int runs;

  /** In a new folder of that name, which no script may take for two. */
  static Sandbox in(Path parent) throws IOException {
    return new Sandbox(Files.createDirectories(parent.resolve("a folder, with spaces")));
  }

  Sandbox(Path home) throws IOException {
    this.home = home;
    for (String service : List.of("gateway", "user-service", "product-service")) {
      Path target = home.resolve(service).resolve("target");
      Files.createDirectories(target.getParent());
      Files.createSymbolicLink(target, PROGRAMS);
    }
    Files.createSymbolicLink(
        home.resolve("observability"), Path.of("../observability").toAbsolutePath().normalize());
    setDefaults();
  }

  private void setDefaults() {
    environment.clear();
    for (String service : List.of("GATEWAY", "USER_SERVICE", "PRODUCT_SERVICE")) {
      set("VITRINE_LOCAL_" + service + "_PORT", "0");
      set("VITRINE_LOCAL_" + service + "_MANAGEMENT_PORT", "0");
    }
    set("VITRINE_LOCAL_DATABASE_PORT", "0");
    set("VITRINE_LOCAL_PROMETHEUS_PORT", "0");
    set("LC_ALL", "C");
    set("VITRINE_LOCAL_MINIMUM_FREE_MEBIBYTES", "50");
    // All that is to stop in turn has stopped, or been killed, before a test gives a command up.
    set("VITRINE_LOCAL_STOP_TIMEOUT", "10s");
  }

  /** What a command said, and its exit code. */
  record Answer(int code, String output) {}

  Path home() {
    return home;
  }

  /** Stops what runs, sees that nothing is left but the data, and forgets what was set. */
  void rest() throws IOException, InterruptedException {
    run("down");
    assertThat(processes()).isEmpty();
    setDefaults();
  }

  /** Stops what runs, sees that nothing is left, and removes all. */
  void leave() throws IOException, InterruptedException {
    rest();
    FileTree.delete(home);
  }

  Path state() {
    return home.resolve(".vitrine");
  }

  Sandbox set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Sandbox unset(String variable) {
    environment.remove(variable);
    return this;
  }

  /** Makes a service misbehave from its next start on. */
  Sandbox behaviour(String service, String behaviour) throws IOException {
    Path file = Files.writeString(home.resolve(service + ".behaviour"), behaviour);
    return set("VITRINE_LOCAL_" + service + "_CONFIG", file.toString());
  }

  /** Runs a command to its end. */
  Answer run(String... arguments) throws IOException, InterruptedException {
    Started started = start(arguments);
    assertThat(started.process().waitFor(90, TimeUnit.SECONDS)).isTrue();
    return started.answer();
  }

  /** Starts a command. */
  Started start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // For the load: so that Netty does not get it a warning.
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dvitrine.home=" + home);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), LocalMain.class.getName()));
    command.addAll(List.of(arguments));
    Path output = home.resolve("output-" + ++runs + ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(DefaultSignals.of(command))
            .redirectErrorStream(true)
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("VITRINE_"));
    builder.environment().putAll(environment);
    return new Started(builder.start(), output);
  }

  /** A command that may still run. */
  record Started(Process process, Path file) {
    Answer answer() throws IOException, InterruptedException {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      return new Answer(process.exitValue(), output());
    }

    String output() throws IOException {
      return Files.readString(file);
    }

    void signal(String name) throws IOException, InterruptedException {
      Sandbox.signal(process.pid(), name);
    }
  }

  static void signal(long pid, String name) throws IOException, InterruptedException {
    new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid).start().waitFor();
  }

  JsonNode status() throws IOException, InterruptedException {
    return new ObjectMapper().readTree(run("status", "--json").output());
  }

  /** The entry of one process in {@link #status()}. */
  JsonNode status(String service, int replica) throws IOException, InterruptedException {
    for (JsonNode entry : status()) {
      if (entry.path("service").asText().equals(service)
          && entry.path("replica").asInt() == replica) {
        return entry;
      }
    }
    throw new AssertionError("no " + service + " " + replica);
  }

  JsonNode stateFile() throws IOException {
    return new ObjectMapper().readTree(Files.readAllBytes(state().resolve("state.json")));
  }

  /** Every process whose command line or working folder is in this sandbox. */
  List<String> processes() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(home.toString()))
        .map(process -> process.pid() + " " + process.info().commandLine().orElse(""))
        .toList();
  }

  private static Path programs() {
    try {
      Path folder = Path.of("target", "fake-services", FORK).toAbsolutePath();
      for (String service : List.of("gateway", "user-service", "product-service")) {
        jar(folder.resolve(service + ".jar"));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void jar(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
    String entry = FakeService.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest);
        InputStream code = FakeService.class.getResourceAsStream("/" + entry)) {
      jar.putNextEntry(new JarEntry(entry));
      jar.write(Objects.requireNonNull(code).readAllBytes());
      jar.closeEntry();
    }
  }
}
