package dev.vitrine.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code ./vitrine}, as a person types it, for a system of the test's own: own folder, free ports.
 */
final class VitrineCommand {
  private static final int LONGEST_SECONDS = 180;

  private final Path folder;
  private final Map<String, String> environment;

  VitrineCommand(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = new HashMap<>(environment);
    // The programs under test are those that this build has just made.
    this.environment.put("VITRINE_BUILD", "skip");
    this.environment.put("VITRINE_LOCAL_DIRECTORY", folder.resolve("vitrine").toString());
    for (String service : List.of("GATEWAY", "USER_SERVICE", "PRODUCT_SERVICE")) {
      this.environment.putIfAbsent("VITRINE_LOCAL_" + service + "_PORT", "0");
      this.environment.putIfAbsent("VITRINE_LOCAL_" + service + "_MANAGEMENT_PORT", "0");
    }
    this.environment.putIfAbsent("VITRINE_LOCAL_DATABASE_PORT", "0");
  }

  /** What a command came to; its standard output and error are one text. */
  record Result(int exitCode, String output) {}

  /** Where everything of this system is kept. */
  Path directory() {
    return folder.resolve("vitrine");
  }

  /** Runs a command and waits for its end. */
  Result run(String... arguments) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "command", ".log");
    Process process = start(output, arguments);
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(List.of(arguments) + " did not end: " + Files.readString(output));
    }
    return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  /** Starts a command whose output goes to a file. */
  Process start(Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(root().resolve("vitrine").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The folder of the repository. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    return Files.exists(folder.resolve("vitrine")) ? folder : folder.resolve("..").normalize();
  }
}
