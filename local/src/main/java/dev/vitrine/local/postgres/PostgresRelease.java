package dev.vitrine.local.postgres;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Properties;

/**
 * The PostgreSQL that came with this build.
 *
 * @param version such as 18.6.0
 * @param platform such as linux-x86_64
 */
public record PostgresRelease(String version, String platform) {

  /** The release for the machine that this runs on. */
  public static PostgresRelease ofThisMachine() throws IOException {
    try (InputStream file = resource("postgres.properties")) {
      Properties properties = new Properties();
      properties.load(file);
      return new PostgresRelease(properties.getProperty("version"), platformName());
    }
  }

  /** The folder that it is unpacked to. */
  String folderName() {
    return "postgres-" + version + "-" + platform;
  }

  /** The number that says which data it can read. */
  String major() {
    return version.substring(0, version.indexOf('.'));
  }

  /** Opens the archive: a tar, packed by xz. */
  InputStream archive() throws IOException {
    return resource("postgres-" + platform + ".txz");
  }

  private static InputStream resource(String name) throws IOException {
    InputStream stream = PostgresRelease.class.getResourceAsStream("/" + name);
    if (stream == null) {
      throw new FileNotFoundException(name + " is not part of this build");
    }
    return stream;
  }

  private static String platformName() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String family = os.startsWith("mac") ? "darwin" : os;
    String arch = System.getProperty("os.arch");
    return switch (arch) {
      case "amd64", "x86_64" -> family + "-x86_64";
      case "aarch64" -> family + "-arm_64";
      default -> family + "-" + arch;
    };
  }
}
