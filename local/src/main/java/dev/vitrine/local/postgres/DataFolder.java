package dev.vitrine.local.postgres;

import dev.vitrine.local.file.FileTree;
import dev.vitrine.local.process.Errand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL's data: there and whole, or not there.
 *
 * @param server the one that serves it
 * @param secrets where the administrator's password is
 * @param log where its programs say what they do
 */
public record DataFolder(PostgresServer server, Secrets secrets, Path log) {
  private static final String UNFINISHED = "data.unfinished-";

  /** What was found, or done, to have data to serve. */
  public enum Preparation {
    /** It had been made before. */
    FOUND,
    /** It is new and empty. */
    CREATED,
    /** It could not be made; the log says why. */
    FAILED,
    /** It was made by another major version of PostgreSQL. */
    OF_ANOTHER_VERSION
  }

  /** Whether there is data. */
  public static boolean isThere(Path data) {
    return Files.isRegularFile(data.resolve("PG_VERSION"));
  }

  /** Makes the data when there is none; when this is interrupted, there is still none. */
  public Preparation prepare(PostgresRelease release) throws IOException, InterruptedException {
    if (!isThere(server.data())) {
      return create() ? Preparation.CREATED : Preparation.FAILED;
    }
    String major = Files.readString(server.data().resolve("PG_VERSION")).strip();
    if (!major.equals(release.major())) {
      return Preparation.OF_ANOTHER_VERSION;
    }
    ownByAccount();
    Postmaster.removeStalePidFile(server.data());
    return secrets.has(PostgresServer.SUPERUSER) || renewPassword()
        ? Preparation.FOUND
        : Preparation.FAILED;
  }

  private boolean create() throws IOException, InterruptedException {
    Path folder = server.data().resolveSibling(UNFINISHED + ProcessHandle.current().pid());
    deleteUnfinished();
    try {
      if (Errand.run(initdb(folder), log) != 0) {
        return false;
      }
      Files.move(folder, server.data(), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } finally {
      FileTree.delete(folder);
    }
  }

  // Of those who were killed over it; one of them may have left a program that still writes there,
  // and is then cleared away the next time.
  private void deleteUnfinished() throws IOException {
    try (Stream<Path> siblings = Files.list(server.data().resolveSibling(""))) {
      for (Path sibling : siblings.toList()) {
        if (sibling.getFileName().toString().startsWith(UNFINISHED)) {
          deleteIfPossible(sibling);
        }
      }
    }
  }

  private static void deleteIfPossible(Path folder) {
    try {
      FileTree.delete(folder);
    } catch (IOException _) {
      // It is in nobody's way.
      return;
    }
  }

  private List<String> initdb(Path target) throws IOException {
    secrets.of(PostgresServer.SUPERUSER);
    List<String> command = new ArrayList<>(server.account().prefix());
    command.addAll(
        List.of(
            server.binaries().program("initdb"),
            "--pgdata=" + target,
            "--username=" + PostgresServer.SUPERUSER,
            "--auth=scram-sha-256",
            "--pwfile=" + secrets.folderOf(PostgresServer.SUPERUSER).resolve("password"),
            "--encoding=UTF8",
            // PostgreSQL's own Unicode rules: the same order and case on every system.
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--lc-ctype=" + (onMac() ? "UTF-8" : "C.UTF-8"),
            "--data-checksums",
            "--no-instructions"));
    return List.copyOf(command);
  }

  private static boolean onMac() {
    return System.getProperty("os.name").startsWith("Mac");
  }

  // Someone ran it as root first, or no longer does.
  private void ownByAccount() throws IOException {
    Object owner = Files.getAttribute(server.data(), "unix:uid");
    int wanted = server.account().ownerId();
    if (!owner.equals(wanted)) {
      FileTree.give(server.data(), wanted);
    }
  }

  // The secrets were deleted, the data was not: its owner may always set a new password.
  private boolean renewPassword() throws IOException, InterruptedException {
    Credentials administrator = secrets.of(PostgresServer.SUPERUSER);
    Path statement =
        Files.createTempFile(secrets.folderOf(administrator.username()), "new", ".sql");
    try {
      Files.writeString(
          statement,
          "ALTER ROLE %s PASSWORD '%s'%n"
              .formatted(administrator.username(), administrator.password()),
          StandardCharsets.UTF_8);
      return Errand.run(server.singleUser(), statement, log) == 0;
    } finally {
      Files.delete(statement);
    }
  }
}
