package dev.vitrine.local.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The credentials of each role: a folder with the files username and password, for us alone. */
public final class Secrets {
  private static final int PASSWORD_BYTES = 24;

  private final Path folder;
  private final SecureRandom random;

  public Secrets(Path folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  /** Where a role's two files are. */
  public Path folderOf(String role) {
    return folder.resolve(role);
  }

  /** Whether a role has its credentials. */
  boolean has(String role) {
    return Files.isReadable(folderOf(role).resolve("password"));
  }

  /** A role's credentials; a new random password when it has none. */
  Credentials of(String role) throws IOException {
    if (!has(role)) {
      create(role);
    }
    Path password = folderOf(role).resolve("password");
    return new Credentials(role, Files.readString(password).strip());
  }

  private void create(String role) throws IOException {
    Files.createDirectories(
        folderOf(role),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    write(folderOf(role).resolve("username"), role);
    // Last: a password that is there is whole, and means that all is.
    write(
        folderOf(role).resolve("password"),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private static void write(Path file, String content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    Files.createFile(
        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(next, content.getBytes(StandardCharsets.UTF_8));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
