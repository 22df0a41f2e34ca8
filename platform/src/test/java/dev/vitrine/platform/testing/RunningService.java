package dev.vitrine.platform.testing;

import dev.vitrine.platform.http.HttpServers;
import dev.vitrine.platform.telemetry.LogConfig;
import dev.vitrine.platform.telemetry.ServiceIdentity;
import dev.vitrine.platform.telemetry.Telemetry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A service in this JVM, on a free port of the loopback interface, with its own telemetry: what a
 * program's {@code main} puts together, without the process around it.
 */
public final class RunningService implements AutoCloseable {
  private static final int EVENT_LOOPS = 2;
  private static final long SECONDS = 30;

  private final Telemetry telemetry;
  private final HttpServers servers;

  private RunningService(Telemetry telemetry, HttpServers servers) {
    this.telemetry = telemetry;
    this.servers = servers;
  }

  /** What a service is made of, given its telemetry: in the end, its servers. */
  @FunctionalInterface
  public interface Composition {
    HttpServers with(Telemetry telemetry) throws Exception;
  }

  /** Starts a service; the composition binds a free port of the loopback interface. */
  public static RunningService start(String name, Composition composition) throws Exception {
    Telemetry telemetry =
        Telemetry.start(
            new ServiceIdentity(name, "test"),
            new LogConfig(LogConfig.Level.INFO, LogConfig.Format.JSON, true),
            EVENT_LOOPS,
            Map.of());
    CapturedLogs.replaceConsole();
    return new RunningService(telemetry, composition.with(telemetry));
  }

  /** Starts what one handler serves. */
  public static RunningService serving(
      Function<Vertx, ? extends Handler<HttpServerRequest>> handler) throws Exception {
    HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
    return start(
        "test",
        telemetry ->
            HttpServers.start(telemetry.vertx(), options, EVENT_LOOPS, handler::apply)
                .await(SECONDS, TimeUnit.SECONDS));
  }

  public Telemetry telemetry() {
    return telemetry;
  }

  public int port() {
    return servers.port();
  }

  /** A client of this service. */
  public TestClient client() {
    return new TestClient(port());
  }

  @Override
  public void close() throws TimeoutException {
    servers.drain(Duration.ZERO).await(SECONDS, TimeUnit.SECONDS);
    telemetry.stop();
  }
}
