package dev.vitrine.platform.lifecycle;

import dev.vitrine.platform.http.HttpServers;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import dev.vitrine.platform.telemetry.Telemetry;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last steps that bring a process into service, and the first that take it out again: readiness
 * off, a pause in which others notice, the end of the requests in flight.
 */
public final class Serving {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
  private static final long START_SECONDS = 30;
  private static final Duration DRAIN_MARGIN = Duration.ofSeconds(5);

  private final HttpServers servers;
  private final LifecycleConfig lifecycle;
  private final Readiness readiness;

  public Serving(HttpServers servers, LifecycleConfig lifecycle, Readiness readiness) {
    this.servers = servers;
    this.lifecycle = lifecycle;
    this.readiness = readiness;
  }

  /**
   * Brings the process into service. Blocks until it is; not for an event loop.
   *
   * @param routes adds routes of the process's own to the management server
   * @throws IOException where the address file cannot be written
   * @throws TimeoutException where the management server does not come up
   */
  public void open(
      Program program, Telemetry telemetry, ManagementConfig management, Consumer<Router> routes)
      throws IOException, TimeoutException {
    HttpServer managed =
        ManagementServer.start(telemetry, management, readiness, servers.contexts(), routes)
            .await(START_SECONDS, TimeUnit.SECONDS);
    if (lifecycle.addressFile().isPresent()) {
      AddressFile.write(lifecycle.addressFile().get(), servers.port(), managed.actualPort());
    }
    program.shutdown().then("drain", this::drain);
    readiness.started();
    LogEvent.PROCESS_STARTED
        .info(LOG)
        .addKeyValue(LogField.PORT.key(), servers.port())
        .addKeyValue(LogField.MANAGEMENT_PORT.key(), managed.actualPort())
        .log("{} serves on port {}", program.identity().name(), servers.port());
  }

  private void drain() throws InterruptedException, TimeoutException {
    LogEvent.PROCESS_DRAINING.info(LOG).log("asked to stop: draining");
    readiness.draining();
    Thread.sleep(lifecycle.preDrain());
    Duration most = lifecycle.drainTimeout().plus(DRAIN_MARGIN);
    servers.drain(lifecycle.drainTimeout()).await(most.toMillis(), TimeUnit.MILLISECONDS);
    LogEvent.PROCESS_DRAINED.info(LOG).log("nothing is in flight any more");
  }
}
