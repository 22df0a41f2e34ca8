package dev.vitrine.local.postgres;

import dev.vitrine.local.file.FileTree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's programs, unpacked.
 *
 * @param home the folder with bin, lib and share
 */
public record PostgresBinaries(Path home) {

  /** Whether the release has been unpacked to this cache already. */
  public static boolean isUnpacked(PostgresRelease release, Path cache) {
    return Files.isExecutable(cache.resolve(release.folderName()).resolve("bin/postgres"));
  }

  /**
   * Finds the release in the cache, or unpacks it there. Several processes may do so at once: the
   * folder appears whole, and the first one to finish is the one that stays.
   */
  public static PostgresBinaries unpacked(PostgresRelease release, Path cache) throws IOException {
    Path home = cache.resolve(release.folderName());
    if (!isUnpacked(release, cache)) {
      Files.createDirectories(cache);
      Path unfinished = Files.createTempDirectory(cache, release.folderName() + ".unfinished-");
      try {
        unpack(release, unfinished);
        rename(unfinished, home);
      } finally {
        FileTree.delete(unfinished);
      }
    }
    return new PostgresBinaries(home);
  }

  /** One of its programs: postgres, initdb. */
  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  private static void unpack(PostgresRelease release, Path folder) throws IOException {
    try (InputStream archive = new BufferedInputStream(release.archive());
        InputStream tar = new XZCompressorInputStream(archive)) {
      TarArchive.extract(tar, folder);
    }
  }

  private static void rename(Path unfinished, Path home) throws IOException {
    try {
      // A temporary folder is its maker's alone; the programs are no secret.
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      // Another process was quicker: its folder is as good as ours.
      if (!Files.isExecutable(home.resolve("bin/postgres"))) {
        throw e;
      }
    }
  }
}
