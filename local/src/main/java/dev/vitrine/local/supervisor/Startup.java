package dev.vitrine.local.supervisor;

import dev.vitrine.local.catalog.CatalogImport;
import dev.vitrine.local.catalog.DemoCatalog;
import dev.vitrine.local.catalog.DemoProduct;
import dev.vitrine.local.collector.OtlpCollector;
import dev.vitrine.local.file.WholeFile;
import dev.vitrine.local.port.FreePort;
import dev.vitrine.local.postgres.PostgresServer;
import dev.vitrine.local.prometheus.PrometheusProgram;
import dev.vitrine.local.prometheus.ScrapeConfiguration;
import dev.vitrine.local.service.Extra;
import dev.vitrine.local.service.Service;
import dev.vitrine.local.service.ServiceProgram;
import dev.vitrine.local.service.Surroundings;
import dev.vitrine.local.settings.Folders;
import dev.vitrine.local.state.ChildState;
import dev.vitrine.local.state.StateBook;
import dev.vitrine.local.terminal.Elapsed;
import dev.vitrine.local.terminal.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings everything up, from nothing to a shop with a catalog. */
final class Startup {
  private final Plan plan;
  private final Children children;
  private final StateBook book;
  private final Progress progress;

  Startup(Plan plan, Children children, StateBook book, Progress progress) {
    this.plan = plan;
    this.children = children;
    this.book = book;
    this.progress = progress;
  }

  /**
   * Returns when all is ready.
   *
   * @throws InterruptedException when everything is to stop
   */
  void run() throws StartFailure, IOException, InterruptedException {
    Surroundings here =
        new Surroundings(plan.home(), plan.config(), plan.folders(), databasePort(), environment());
    watch();
    // The gateway needs nobody, and is ready before those that it leads to.
    start(here, Service.GATEWAY);
    children.start(new DatabaseSetup(plan, progress).prepare(here.databasePort()));
    // The services would wait for the database by themselves, but not for each other's rights in
    // it: two processes must not grant at once.
    children.awaitReady(ChildState.DATABASE::equals);
    start(here, Service.USER_SERVICE);
    start(here, Service.PRODUCT_SERVICE);
    children.awaitReady(service -> true);
    loadCatalog();
    awaitRoutes();
  }

  // Said by nobody, and there all the same: then spans go there.
  private Map<String, String> environment() {
    OtlpCollector collector = OtlpCollector.usual();
    if (OtlpCollector.isChosen(plan.environment()) || !collector.answers()) {
      return plan.environment();
    }
    progress.done("traces", "go to the OpenTelemetry collector at " + collector.endpoint());
    return collector.chosenIn(plan.environment());
  }

  private void watch() throws StartFailure, IOException, InterruptedException {
    if (!plan.selection().has(Extra.PROMETHEUS)) {
      return;
    }
    Path program =
        PrometheusProgram.binary(plan.config().prometheus())
            .orElseThrow(() -> new StartFailure("Prometheus has just been removed"));
    int wanted = plan.config().prometheus().port();
    int port = wanted == 0 ? FreePort.choose(PrometheusProgram.HOST, new SecureRandom()) : wanted;
    Folders folders = plan.folders();
    Path targets = folders.run().relativize(folders.scrapeTargets());
    ScrapeConfiguration.of(plan.home(), targets, Service.words(), port)
        .write(folders.prometheusConfig());
    children.start(new PrometheusProgram(program, folders, port));
  }

  private int databasePort() throws IOException {
    int port = plan.config().database().port();
    return port == 0 ? FreePort.choose(PostgresServer.HOST, new SecureRandom()) : port;
  }

  private void start(Surroundings here, Service service) throws InterruptedException {
    for (int replica = 1; replica <= plan.replicas().of(service); replica++) {
      children.start(new ServiceProgram(here, service, replica));
    }
  }

  private void loadCatalog() throws StartFailure, IOException {
    Optional<URI> shop = address(Service.PRODUCT_SERVICE);
    if (shop.isEmpty() || Files.exists(plan.folders().catalogMarker())) {
      return;
    }
    long begin = System.nanoTime();
    List<DemoProduct> products = DemoCatalog.products();
    CatalogImport.Outcome outcome =
        new CatalogImport(shop.get())
            .load(products, sent -> progress.doing("loading the demo catalog: " + sent));
    switch (outcome) {
      case CatalogImport.Outcome.Loaded loaded -> {
        WholeFile.write(
            plan.folders().catalogMarker(),
            (products.size() + " products\n").getBytes(StandardCharsets.UTF_8));
        progress.done(
            "demo catalog",
            loaded.created() + loaded.updated() + " products  " + Elapsed.since(begin));
      }
      case CatalogImport.Outcome.Incomplete incomplete ->
          throw new StartFailure("the demo catalog cannot be loaded: " + incomplete.why());
    }
  }

  // Ready, for a person, is when the first request they paste is answered.
  private void awaitRoutes() throws InterruptedException {
    Optional<URI> gateway = address(Service.GATEWAY);
    boolean whole =
        plan.replicas().of(Service.USER_SERVICE) > 0
            && plan.replicas().of(Service.PRODUCT_SERVICE) > 0;
    if (gateway.isPresent() && whole) {
      progress.doing("waiting for the gateway to see the services");
      GatewayRoutes.await(gateway.get(), plan.config().startTimeout());
    }
  }

  private Optional<URI> address(Service service) {
    return book.now()
        .child(service.word(), 1)
        .map(child -> URI.create(child.url(plan.config().reachableHost()) + "/"));
  }
}
