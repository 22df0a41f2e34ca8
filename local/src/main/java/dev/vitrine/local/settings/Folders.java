package dev.vitrine.local.settings;

import java.nio.file.Path;

/**
 * Where everything of one local system is kept.
 *
 * @param root the folder that holds it all; absolute
 */
public record Folders(Path root) {
  /** The database's own files. */
  public Path data() {
    return root.resolve("data");
  }

  /** A folder with a user name and a password for each role. */
  public Path secrets() {
    return root.resolve("secrets");
  }

  /** What Prometheus has collected. */
  public Path prometheus() {
    return root.resolve("prometheus");
  }

  /** What every process says. */
  public Path logs() {
    return root.resolve("logs");
  }

  /** What one process tells another while they run. */
  public Path run() {
    return root.resolve("run");
  }

  /** What can be made again at any time. */
  public Path cache() {
    return root.resolve("cache");
  }

  /** What runs. */
  public Path state() {
    return root.resolve("state.json");
  }

  /** Held by the supervisor. */
  public Path lock() {
    return root.resolve("lock");
  }

  /** Says that the demo catalog has been loaded; lives and dies with the data. */
  public Path catalogMarker() {
    return root.resolve("catalog-loaded");
  }

  /** Where the gateway reads who is there. */
  public Path upstreams() {
    return run().resolve("upstreams.json");
  }

  /** Where Prometheus reads what it is to do. */
  public Path prometheusConfig() {
    return run().resolve("prometheus.yaml");
  }

  /** Where Prometheus reads who is there: a file for each service. */
  public Path scrapeTargets() {
    return run().resolve("targets");
  }

  /** What the supervisor says. */
  public Path journal() {
    return logs().resolve("vitrine.log");
  }
}
