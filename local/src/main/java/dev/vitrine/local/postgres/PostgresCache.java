package dev.vitrine.local.postgres;

import dev.vitrine.local.settings.Folders;
import dev.vitrine.local.settings.LocalConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder in which PostgreSQL is kept unpacked.
 *
 * @param release which PostgreSQL
 * @param folder shared by all copies of this repository, where that can be written
 */
public record PostgresCache(PostgresRelease release, Path folder) {

  /** The folder that is set, else the user's cache folder, else one beside the data. */
  public static PostgresCache of(
      LocalConfig config,
      Folders folders,
      Map<String, String> environment,
      PostgresRelease release) {
    if (config.cache().isPresent()) {
      return new PostgresCache(release, config.cache().get().toAbsolutePath());
    }
    for (Path candidate : usersCaches(environment)) {
      if (PostgresBinaries.isUnpacked(release, candidate) || isWritable(candidate)) {
        return new PostgresCache(release, candidate);
      }
    }
    return new PostgresCache(release, folders.cache());
  }

  /** Whether nothing needs to be unpacked. */
  public boolean holdsRelease() {
    return PostgresBinaries.isUnpacked(release, folder);
  }

  /** The programs, unpacked when they are not yet. */
  public PostgresBinaries binaries() throws IOException {
    return PostgresBinaries.unpacked(release, folder);
  }

  // XDG Base Directory Specification: a relative path is to be ignored.
  private static List<Path> usersCaches(Map<String, String> environment) {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    return Stream.of(xdg, home.isEmpty() ? "" : home + "/.cache")
        .filter(path -> path.startsWith("/"))
        .map(path -> Path.of(path, "vitrine"))
        .limit(1)
        .toList();
  }

  private static boolean isWritable(Path folder) {
    try {
      Files.createDirectories(folder);
      return Files.isWritable(folder);
    } catch (IOException _) {
      return false;
    }
  }
}
