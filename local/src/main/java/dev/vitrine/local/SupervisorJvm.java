package dev.vitrine.local;

import java.nio.file.Path;
import java.util.List;

/** The command line of a JVM that runs this very program once more. */
final class SupervisorJvm {
  private SupervisorJvm() {}

  /** The command, to be followed by the program's arguments. Small: it only waits. */
  static List<String> command(Invocation invocation) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx48m",
        "-Xss512k",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:ReservedCodeCacheSize=16m",
        "-Dvitrine.home=" + invocation.home(),
        "-Dvitrine.terminal=" + invocation.terminal().interactive(),
        "-Dvitrine.columns=" + invocation.terminal().columns(),
        "-Dvitrine.unicode=" + invocation.terminal().unicode(),
        "-cp",
        System.getProperty("java.class.path"),
        LocalMain.class.getName());
  }
}
