package dev.vitrine.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.system.VitrineCommand.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A whole system, started and stopped as a person does it. */
final class RunningSystem implements AutoCloseable {
  private final VitrineCommand command;

  private RunningSystem(VitrineCommand command) {
    this.command = command;
  }

  /** Starts the system; returns once everything is ready. */
  static RunningSystem up(Path folder, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    VitrineCommand command = new VitrineCommand(folder, environment);
    List<String> arguments = new ArrayList<>(List.of("up", "--detach"));
    arguments.addAll(List.of(options));
    Result result = command.run(arguments.toArray(String[]::new));
    if (result.exitCode() != 0) {
      command.run("down");
      throw new AssertionError("up failed: " + result.output());
    }
    return new RunningSystem(command);
  }

  /** One of its processes, as {@code status --json} tells. */
  record Child(
      String service, int replica, long pid, int port, int managementPort, boolean ready) {}

  VitrineCommand command() {
    return command;
  }

  /** All of its processes. */
  List<Child> children() throws IOException, InterruptedException {
    List<Child> children = new ArrayList<>();
    for (JsonNode child : new ObjectMapper().readTree(command.run("status", "--json").output())) {
      children.add(
          new Child(
              child.get("service").asText(),
              child.get("replica").asInt(),
              child.get("pid").asLong(),
              child.get("port").asInt(),
              child.path("management_port").asInt(),
              child.get("ready").asBoolean()));
    }
    return children;
  }

  /** The first replica of a service. */
  Child child(String service) throws IOException, InterruptedException {
    return children().stream()
        .filter(child -> child.service().equals(service) && child.replica() == 1)
        .findFirst()
        .orElseThrow();
  }

  /** A client of its gateway. */
  Client gateway() throws IOException, InterruptedException {
    return Client.of(child("gateway").port());
  }

  @Override
  public void close() throws IOException {
    try {
      command.run("down");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
