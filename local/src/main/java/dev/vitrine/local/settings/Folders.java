package dev.vitrine.local.settings;

import dev.vitrine.local.file.FileFault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Where everything of one local system is kept.
 *
 * @param root the folder that holds it all; absolute
 */
public record Folders(Path root) {
  /** A failure in words; where it is that we may not write there, with what to do about it. */
  public String describe(IOException failure) {
    boolean closed =
        failure instanceof AccessDeniedException
            || String.valueOf(failure.getMessage()).contains("Read-only file system");
    boolean here =
        failure instanceof FileSystemException fault
            && fault.getFile() != null
            && isOnTheWay(Path.of(fault.getFile()).toAbsolutePath());
    return FileFault.describe(failure)
        + (closed && here ? ": VITRINE_LOCAL_DIRECTORY chooses another folder" : "");
  }

  private boolean isOnTheWay(Path file) {
    return file.startsWith(root) || root.startsWith(file);
  }

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
