package dev.vitrine.local.supervisor;

import dev.vitrine.local.file.DiskSpace;
import dev.vitrine.local.port.PortClaim;
import dev.vitrine.local.postgres.PostgresServer;
import dev.vitrine.local.prometheus.PrometheusProgram;
import dev.vitrine.local.service.Extra;
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
    missingPrometheus().ifPresent(obstacles::add);
    shortage().ifPresent(obstacles::add);
    List<PortClaim> claims = claims().toList();
    for (PortClaim claim : claims) {
      claim.obstacle().ifPresent(obstacles::add);
    }
    obstacles.addAll(wantedTwice(claims));
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

  private Optional<String> missingPrometheus() {
    if (!watched() || PrometheusProgram.binary(plan.config().prometheus()).isPresent()) {
      return Optional.empty();
    }
    String wanted =
        plan.config().prometheus().program().map(Path::toString).orElse("prometheus in the PATH");
    return Optional.of(
        ("--prometheus: there is no %s: ./vitrine doctor --install installs it (Debian, Ubuntu),"
                + " VITRINE_LOCAL_PROMETHEUS_PROGRAM names one elsewhere")
            .formatted(wanted));
  }

  private boolean watched() {
    return plan.selection().has(Extra.PROMETHEUS);
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
    Stream<PortClaim> extras = watched() ? Stream.of(prometheus()) : Stream.empty();
    return Stream.of(wanted().flatMap(this::claims), Stream.of(database), extras)
        .flatMap(each -> each)
        .filter(claim -> claim.port() != 0);
  }

  private PortClaim prometheus() {
    return new PortClaim(
        PrometheusProgram.HOST,
        plan.config().prometheus().port(),
        "Prometheus",
        "VITRINE_LOCAL_PROMETHEUS_PORT");
  }

  // The configuration knows that the others differ; Prometheus is not always there.
  private List<String> wantedTwice(List<PortClaim> claims) {
    PortClaim prometheus = prometheus();
    return claims.stream()
        .filter(claim -> watched() && claim.port() == prometheus.port())
        .filter(claim -> !claim.equals(prometheus))
        .map(claim ->
            "port %d is wanted by %s and by Prometheus: choose another with %s (0: any)"
                .formatted(claim.port(), claim.owner(), prometheus.variable()))
        .toList();
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
