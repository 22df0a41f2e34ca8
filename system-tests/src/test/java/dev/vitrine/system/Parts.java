package dev.vitrine.system;

import dev.vitrine.local.discovery.Upstreams.Addresses;
import dev.vitrine.local.log.LogFolder;
import dev.vitrine.local.port.FreePort;
import dev.vitrine.local.postgres.PostgresAccount;
import dev.vitrine.local.postgres.PostgresBinaries;
import dev.vitrine.local.postgres.PostgresCache;
import dev.vitrine.local.postgres.PostgresProgram;
import dev.vitrine.local.postgres.PostgresRelease;
import dev.vitrine.local.postgres.PostgresServer;
import dev.vitrine.local.postgres.RolesAndDatabases;
import dev.vitrine.local.postgres.Secrets;
import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.process.StopSignal;
import dev.vitrine.local.process.Termination;
import dev.vitrine.local.program.Endpoint;
import dev.vitrine.local.program.Health;
import dev.vitrine.local.program.Program;
import dev.vitrine.local.program.Running;
import dev.vitrine.local.service.Service;
import dev.vitrine.local.service.ServiceProgram;
import dev.vitrine.local.service.Surroundings;
import dev.vitrine.local.settings.Folders;
import dev.vitrine.local.settings.LocalConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The parts of a system, each started and stopped by itself, in whatever order: what no supervisor
 * would do. On the data of a system that has been up before. Every port is known from the start, as
 * it is in production.
 */
final class Parts implements AutoCloseable {
  static final String DATABASE = "database";
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final Map<String, Program> programs = new LinkedHashMap<>();
  private final Map<String, Running> running = new HashMap<>();
  private final Map<String, Endpoint> endpoints = new HashMap<>();
  private final EndpointFile upstreams;
  private final Folders folders;
  private final int databasePort;

  /**
   * Describes the parts; starts none.
   *
   * @param command of the system that made the data, and is down
   */
  Parts(VitrineCommand command, Map<String, String> more) throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(more);
    environment.put("VITRINE_LOCAL_DIRECTORY", command.directory().toString());
    for (Service service : Service.values()) {
      Endpoint endpoint = new Endpoint(port(), port());
      endpoints.put(service.word(), endpoint);
      environment.put(service.variablePrefix() + "PORT", Integer.toString(endpoint.port()));
      environment.put(
          service.variablePrefix() + "MANAGEMENT_PORT", String.valueOf(endpoint.managementPort()));
    }
    LocalConfig config = LocalConfig.of(environment);
    folders = config.folders(VitrineCommand.root());
    databasePort = port();
    Surroundings here =
        new Surroundings(VitrineCommand.root(), config, folders, databasePort, environment);
    programs.put(DATABASE, database(here));
    for (Service service : Service.values()) {
      programs.put(service.word(), new ServiceProgram(here, service, 1));
    }
    upstreams = new EndpointFile(folders.upstreams());
    for (String service : Service.behindGateway()) {
      upstreams.tell(service, addresses(service));
    }
  }

  /** Starts a part; does not wait for it. */
  void start(String part) throws IOException {
    Program program = programs.get(part);
    if (program == null) {
      throw new IllegalArgumentException(part);
    }
    running.put(part, program.start());
  }

  /** Whether a part can do its work. */
  boolean isReady(String part) throws IOException {
    Running process = process(part);
    return process.endpoint().isPresent() && process.health() instanceof Health.Ready;
  }

  /** Whether a part's process is there. */
  boolean isAlive(String part) {
    return process(part).process().isAlive();
  }

  /** Where a part is reached. */
  Client client(String part) {
    return Client.of(endpoint(part).port());
  }

  /**
   * The variables that lead a service to the database here.
   *
   * @param role of the service
   */
  Map<String, String> databaseOf(String role) {
    return Map.of(
        "VITRINE_POSTGRES_HOST", PostgresServer.HOST,
        "VITRINE_POSTGRES_PORT", Integer.toString(databasePort),
        "VITRINE_POSTGRES_CREDENTIALS", folders.secrets().resolve(role).toString());
  }

  /** The public port of the gateway. */
  int gatewayPort() {
    return endpoint("gateway").port();
  }

  /** Where a part answers about itself. */
  Client management(String part) {
    Integer port = endpoint(part).managementPort();
    return Client.of(port == null ? 0 : port);
  }

  /** Where the gateway reads the endpoints of its upstreams: at first, those of the services. */
  EndpointFile upstreams() {
    return upstreams;
  }

  /** Where a service is, as the gateway is told. */
  Addresses addresses(String service) {
    Endpoint endpoint = endpoint(service);
    return new Addresses("127.0.0.1:" + endpoint.port(), "127.0.0.1:" + endpoint.managementPort());
  }

  /** The pid of a part's process. */
  long pid(String part) {
    return process(part).process().pid();
  }

  /** What a part has said. */
  Path log(String part) {
    return new LogFolder(folders.logs()).of(part, 1).path();
  }

  /** A session of the database's administrator. */
  Administrator administrator(String database) throws IOException, SQLException {
    return Administrator.of(
        databasePort, database, new Secrets(folders.secrets(), new SecureRandom()));
  }

  /** Sends a signal, and waits for nothing. */
  void signal(String part, StopSignal signal) throws IOException {
    signal.send(ProcessIdentity.of(process(part).process().pid()).orElseThrow());
  }

  /** Waits for a part's end; returns its exit code. */
  int awaitEnd(String part) throws InterruptedException {
    if (!process(part).process().waitFor(PATIENCE)) {
      throw new AssertionError(part + " does not end");
    }
    return process(part).process().exitValue();
  }

  /** Stops a part in order. */
  void stop(String part) throws IOException, InterruptedException {
    Program program = programs.get(part);
    if (program != null && isAlive(part)) {
      signal(part, program.stopSignal());
      awaitEnd(part);
    }
  }

  @Override
  public void close() throws IOException {
    for (String part : List.of("gateway", "user-service", "product-service", DATABASE)) {
      Program program = programs.get(part);
      Running process = running.get(part);
      if (program != null && process != null) {
        var identity = ProcessIdentity.of(process.process().pid());
        if (identity.isPresent()) {
          Termination.end(identity.get(), program.stopSignal(), PATIENCE);
        }
      }
    }
  }

  private Running process(String part) {
    Running process = running.get(part);
    if (process == null) {
      throw new IllegalStateException(part + " was not started");
    }
    return process;
  }

  private Endpoint endpoint(String part) {
    Endpoint endpoint = endpoints.get(part);
    if (endpoint == null) {
      throw new IllegalArgumentException(part);
    }
    return endpoint;
  }

  private static Program database(Surroundings here) throws IOException, InterruptedException {
    PostgresCache cache =
        PostgresCache.of(
            here.config(), here.folders(), here.environment(), PostgresRelease.ofThisMachine());
    PostgresBinaries binaries = cache.binaries();
    PostgresAccount account =
        PostgresAccount.suitable(binaries, here.folders().root()).orElseThrow();
    Secrets secrets = new Secrets(here.folders().secrets(), new SecureRandom());
    return new PostgresProgram(
        new PostgresServer(binaries, account, here.folders().data()),
        new RolesAndDatabases(secrets),
        new LogFolder(here.folders().logs()).of(DATABASE, 1),
        here.databasePort(),
        60);
  }

  private static int port() throws IOException {
    return FreePort.choose("127.0.0.1", RandomGenerator.getDefault());
  }
}
