package dev.vitrine.local.service;

import dev.vitrine.local.postgres.PostgresServer;
import dev.vitrine.local.postgres.RolesAndDatabases;
import dev.vitrine.local.program.Endpoint;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The environment variables that one service is started with. */
final class ServiceEnvironment {
  private static final String RESOURCE = "OTEL_RESOURCE_ATTRIBUTES";
  private static final String ENVIRONMENT_NAME = "deployment.environment.name";

  private final Surroundings here;
  private final Service service;

  ServiceEnvironment(Surroundings here, Service service) {
    this.here = here;
    this.service = service;
  }

  /**
   * All variables: the person's own, without those that are meant for this program, and ours.
   *
   * @param wanted the ports to take; 0 for any
   * @param addressFile where the service is to write which ports it has taken
   */
  Map<String, String> variables(Endpoint wanted, Path addressFile) {
    Map<String, String> all = new HashMap<>(here.environment());
    all.keySet().removeIf(name -> name.startsWith(ServiceVariables.PREFIX));
    everyService(all, wanted, addressFile);
    telemetry(all);
    if (service.usesDatabase()) {
      database(all);
    } else {
      all.put("VITRINE_DISCOVERY_FILE", here.folders().upstreams().toString());
    }
    service
        .in(here.config())
        .config()
        .ifPresent(file -> all.put("VITRINE_CONFIG", file.toAbsolutePath().toString()));
    return all;
  }

  private void everyService(Map<String, String> all, Endpoint wanted, Path addressFile) {
    all.put("VITRINE_HTTP_HOST", here.config().host());
    all.put("VITRINE_HTTP_PORT", Integer.toString(wanted.port()));
    all.put("VITRINE_MANAGEMENT_HOST", here.config().host());
    all.put("VITRINE_MANAGEMENT_PORT", String.valueOf(wanted.managementPort()));
    all.put("VITRINE_LIFECYCLE_ADDRESS_FILE", addressFile.toString());
    // Nobody balances in front of this machine: nobody has to notice before a process drains.
    all.put("VITRINE_LIFECYCLE_PRE_DRAIN", "0s");
    all.put("VITRINE_LOG_FORMAT", "json");
    String level = here.environment().get(ServiceVariables.LOG_LEVEL);
    if (level != null) {
      all.put(ServiceVariables.LOG_LEVEL, level);
    }
  }

  private void telemetry(Map<String, String> all) {
    // Each service has its own name, and would let itself be called by this one.
    all.remove("OTEL_SERVICE_NAME");
    all.putIfAbsent("OTEL_TRACES_SAMPLER", "parentbased_always_on");
    String resource = all.getOrDefault(RESOURCE, "");
    if (!resource.contains(ENVIRONMENT_NAME + "=")) {
      String local = ENVIRONMENT_NAME + "=local";
      all.put(RESOURCE, resource.isBlank() ? local : resource + "," + local);
    }
  }

  private void database(Map<String, String> all) {
    all.put("VITRINE_POSTGRES_HOST", PostgresServer.HOST);
    all.put("VITRINE_POSTGRES_PORT", Integer.toString(here.databasePort()));
    all.put("VITRINE_POSTGRES_DATABASE", service.database());
    all.put("VITRINE_POSTGRES_CREDENTIALS", secret(service.role()));
    all.put("VITRINE_MIGRATIONS_AT_START", "true");
    all.put("VITRINE_MIGRATIONS_CREDENTIALS", secret(RolesAndDatabases.MIGRATOR));
  }

  private String secret(String role) {
    return here.folders().secrets().resolve(role).toString();
  }
}
