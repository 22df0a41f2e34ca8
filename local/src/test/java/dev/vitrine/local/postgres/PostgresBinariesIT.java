package dev.vitrine.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.settings.Folders;
import dev.vitrine.local.settings.LocalConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesIT {
  @TempDir Path folder;

  @Test
  void severalMayUnpackAtOnce() throws Exception {
    PostgresRelease release = PostgresRelease.ofThisMachine();
    Callable<PostgresBinaries> unpack = () -> PostgresBinaries.unpacked(release, folder);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<PostgresBinaries> unpacked : threads.invokeAll(List.of(unpack, unpack))) {
        assertThat(unpacked.get().home())
            .isEqualTo(folder.resolve("postgres-" + release.version() + "-" + release.platform()));
      }
    }

    assertThat(folder).isDirectoryNotContaining("glob:**unfinished*");
    assertThat(versionOf(PostgresBinaries.unpacked(release, folder)))
        .contains("PostgreSQL) " + release.version().replaceAll("\\.0$", ""));
  }

  @Test
  void theCacheIsTheUsersUnlessAnotherIsSetOrItCannotBeWritten() throws Exception {
    PostgresRelease release = PostgresRelease.ofThisMachine();
    Folders folders = new Folders(folder.resolve(".vitrine"));
    Path file = Files.writeString(folder.resolve("a file"), "");
    Map<String, String> home = Map.of("HOME", folder.toString());

    assertThat(cache(Map.of(), home, folders, release)).isEqualTo(folder.resolve(".cache/vitrine"));
    assertThat(
            cache(
                Map.of(),
                Map.of("HOME", "/x", "XDG_CACHE_HOME", folder.toString()),
                folders,
                release))
        .isEqualTo(folder.resolve("vitrine"));
    assertThat(cache(Map.of("VITRINE_LOCAL_CACHE", folder + "/mine"), home, folders, release))
        .isEqualTo(folder.resolve("mine"));
    assertThat(cache(Map.of(), Map.of("HOME", file.toString()), folders, release))
        .isEqualTo(folders.cache());
    assertThat(cache(Map.of(), Map.of(), folders, release)).isEqualTo(folders.cache());
  }

  private static Path cache(
      Map<String, String> settings,
      Map<String, String> environment,
      Folders folders,
      PostgresRelease release) {
    return PostgresCache.of(LocalConfig.of(settings), folders, environment, release).folder();
  }

  private static String versionOf(PostgresBinaries binaries) throws Exception {
    Process process = new ProcessBuilder(binaries.program("postgres"), "--version").start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
