package dev.vitrine.platform.telemetry;

import java.util.Optional;

/**
 * Which program this process runs, as every signal names it.
 *
 * @param name {@code service.name}
 * @param version {@code service.version}
 */
public record ServiceIdentity(String name, String version) {

  /** The program that {@code main} belongs to; the version is the one in its jar's manifest. */
  public static ServiceIdentity of(String name, Class<?> main) {
    String version = main.getPackage().getImplementationVersion();
    return new ServiceIdentity(name, Optional.ofNullable(version).orElse("development"));
  }
}
