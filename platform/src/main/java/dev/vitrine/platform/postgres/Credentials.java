package dev.vitrine.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A role's name and password, as a secret store mounts them: a directory with the files {@code
 * username} and {@code password}. Read again for each new connection, so that a rotation needs no
 * restart.
 */
record Credentials(String username, String password) {

  /**
   * Reads the directory.
   *
   * @throws IOException where a file is missing, cannot be read, or is empty
   */
  static Credentials read(Path directory) throws IOException {
    return new Credentials(
        line(directory.resolve("username")), line(directory.resolve("password")));
  }

  private static String line(Path file) throws IOException {
    String content = Files.readString(file).stripTrailing();
    if (content.isEmpty()) {
      throw new IOException(file + " is empty");
    }
    return content;
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "Credentials[" + username + "]";
  }
}
