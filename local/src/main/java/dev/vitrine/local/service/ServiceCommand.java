package dev.vitrine.local.service;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of one service. */
final class ServiceCommand {
  // Small: four JVMs and a database share one machine with a browser and an editor.
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
          "--sun-misc-unsafe-memory-access=allow");

  private ServiceCommand() {}

  /** Runs the service's jar on the JDK that runs us. */
  static List<String> of(Surroundings here, Service service) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(ClassArchive.flags(service.jar(here.home())));
    command.add("-XX:ErrorFile=" + here.folders().logs().resolve("crash-%p.txt"));
    // Last: of two options that contradict each other, the JVM takes the later.
    service
        .in(here.config())
        .javaOptions()
        .ifPresent(options -> command.addAll(List.of(options.strip().split("\\s+", -1))));
    command.add("-jar");
    command.add(service.jar(here.home()).toString());
    return List.copyOf(command);
  }
}
