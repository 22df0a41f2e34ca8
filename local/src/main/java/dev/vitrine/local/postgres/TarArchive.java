package dev.vitrine.local.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks a tar: folders, files with their rights, symbolic links; nothing outside the folder. */
final class TarArchive {
  private static final PosixFilePermission[] BITS = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  private TarArchive() {}

  /**
   * Extracts everything; an entry that leads out of the folder fails the whole.
   *
   * @throws InterruptedIOException when this thread is interrupted
   */
  static void extract(InputStream stream, Path folder) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(stream);
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (Thread.interrupted()) {
        throw new InterruptedIOException("unpacking was broken off");
      }
      extract(entry, tar, folder);
    }
  }

  private static void extract(TarArchiveEntry entry, InputStream content, Path folder)
      throws IOException {
    Path target = inside(folder, folder.resolve(entry.getName()));
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      inside(folder, target.resolveSibling(entry.getLinkName()));
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(target, inside(folder, folder.resolve(entry.getLinkName())));
    } else {
      Files.copy(content, target);
      Files.setPosixFilePermissions(target, permissions(entry.getMode()));
    }
  }

  private static Path inside(Path folder, Path target) throws IOException {
    if (!target.normalize().startsWith(folder.normalize())) {
      throw new IOException("the archive would write outside its folder: " + target);
    }
    return target;
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < BITS.length; bit++) {
      if ((mode & 1 << bit) != 0) {
        permissions.add(BITS[bit]);
      }
    }
    return permissions;
  }
}
