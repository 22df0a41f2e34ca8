package dev.vitrine.local.service;

import dev.vitrine.local.settings.LocalConfig;
import dev.vitrine.local.settings.LocalConfig.ServiceConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The services that there are. */
public enum Service {
  GATEWAY("gateway", "", ""),
  USER_SERVICE("user-service", "user_db", "user_service"),
  PRODUCT_SERVICE("product-service", "product_db", "product_service");

  private final String word;
  private final String database;
  private final String role;

  Service(String word, String database, String role) {
    this.word = word;
    this.database = database;
    this.role = role;
  }

  /** The service of this name. */
  public static Optional<Service> of(String word) {
    return Arrays.stream(values()).filter(service -> service.word.equals(word)).findFirst();
  }

  /** The names of those that the gateway leads to. */
  public static List<String> behindGateway() {
    return Arrays.stream(values())
        .filter(service -> service != GATEWAY)
        .map(Service::word)
        .toList();
  }

  /** The names of all. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Service::word).toList();
  }

  /** Its name, the same as that of its module. */
  public String word() {
    return word;
  }

  /** Whether it keeps its data in a database. */
  public boolean usesDatabase() {
    return !database.isEmpty();
  }

  /** The program, as the build leaves it. */
  public Path jar(Path home) {
    return home.resolve(word).resolve("target").resolve(word + ".jar");
  }

  /** What is set for it. */
  public ServiceConfig in(LocalConfig config) {
    return switch (this) {
      case GATEWAY -> config.gateway();
      case USER_SERVICE -> config.userService();
      case PRODUCT_SERVICE -> config.productService();
    };
  }

  /** The beginning of the names of its variables, such as VITRINE_LOCAL_USER_SERVICE_. */
  public String variablePrefix() {
    return "VITRINE_LOCAL_" + name() + "_";
  }

  String database() {
    return database;
  }

  String role() {
    return role;
  }
}
