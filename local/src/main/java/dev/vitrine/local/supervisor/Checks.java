package dev.vitrine.local.supervisor;

import dev.vitrine.local.file.DiskSpace;
import dev.vitrine.local.port.PortClaim;
import dev.vitrine.local.postgres.PostgresServer;
import dev.vitrine.local.service.Service;
import dev.vitrine.local.settings.LocalConfig;
import dev.vitrine.local.settings.LocalConfig.ServiceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What must hold before anything is started: all that does not is told at once. */
final class Checks {
  private final Plan plan;

  Checks(Plan plan) {
    this.plan = plan;
  }

  void run() throws StartFailure, IOException {
    List<String> obstacles = new ArrayList<>(missingPrograms());
    shortage().ifPresent(obstacles::add);
    for (PortClaim claim : claims().toList()) {
      claim.obstacle().ifPresent(obstacles::add);
    }
    if (obstacles.size() == 1) {
      throw new StartFailure(obstacles.getFirst());
    }
    if (!obstacles.isEmpty()) {
      throw new StartFailure("nothing was started:", obstacles);
    }
  }

  private List<String> missingPrograms() {
    return wanted()
        .map(service -> service.jar(plan.home()))
        .filter(jar -> !Files.isRegularFile(jar))
        .map(jar -> "there is no " + jar + ": build it with ./vitrine up, or with mvn package")
        .toList();
  }

  private Optional<String> shortage() throws IOException {
    Path root = plan.folders().root();
    return DiskSpace.shortage(root, plan.config().minimumFreeMebibytes())
        .map(what -> what + " (VITRINE_LOCAL_MINIMUM_FREE_MEBIBYTES)");
  }

  private Stream<PortClaim> claims() {
    LocalConfig config = plan.config();
    PortClaim database =
        new PortClaim(
            PostgresServer.HOST,
            config.database().port(),
            "the database",
            "VITRINE_LOCAL_DATABASE_PORT");
    return Stream.concat(wanted().flatMap(this::claims), Stream.of(database))
        .filter(claim -> claim.port() != 0);
  }

  private Stream<PortClaim> claims(Service service) {
    String host = plan.config().host();
    ServiceConfig config = service.in(plan.config());
    String prefix = service.variablePrefix();
    String word = "the " + service.word();
    return Stream.of(
        new PortClaim(host, config.port(), word, prefix + "PORT"),
        new PortClaim(
            host, config.managementPort(), word + "'s management", prefix + "MANAGEMENT_PORT"));
  }

  private Stream<Service> wanted() {
    return Arrays.stream(Service.values()).filter(service -> plan.replicas().of(service) > 0);
  }
}
