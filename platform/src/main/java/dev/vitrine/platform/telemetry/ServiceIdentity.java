package dev.vitrine.platform.telemetry;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Which program this process runs, as every signal names it.
 *
 * @param name {@code service.name}
 * @param version {@code service.version}
 * @param commit what Git calls the state of the sources that it was built of; empty where the build
 *     was not told
 */
public record ServiceIdentity(String name, String version, String commit) {
  private static final String BUILT_OF = "Implementation-Build";
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{7,64}(-dirty)?");

  /** One that was built of nobody knows what. */
  public ServiceIdentity(String name, String version) {
    this(name, version, "");
  }

  /** The program that {@code main} belongs to; version and commit are those of its jar. */
  public static ServiceIdentity of(String name, Class<?> main) {
    String version = main.getPackage().getImplementationVersion();
    return new ServiceIdentity(
        name, Optional.ofNullable(version).orElse("development"), commitOf(main));
  }

  /** Empty, too, where the classes are in a folder. */
  private static String commitOf(Class<?> main) {
    CodeSource source = main.getProtectionDomain().getCodeSource();
    if (source == null || !source.getLocation().getPath().endsWith(".jar")) {
      return "";
    }
    try (JarFile jar = new JarFile(Path.of(source.getLocation().toURI()).toFile())) {
      Manifest manifest = jar.getManifest();
      String built = manifest == null ? null : manifest.getMainAttributes().getValue(BUILT_OF);
      return built != null && COMMIT.matcher(built).matches() ? built : "";
    } catch (IOException | URISyntaxException unreadable) {
      return "";
    }
  }
}
