package dev.vitrine.platform.testing;

import dev.vitrine.platform.http.HttpServers;
import dev.vitrine.platform.telemetry.Telemetry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A service in this JVM, on a free port of the loopback interface, with its own telemetry: what a
 * program's {@code main} puts together, without the process around it.
 */
public final class RunningService implements AutoCloseable {
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
    return start(name, Map.of(), composition);
  }

  /** As {@link #start(String, Composition)}, exporting as these {@code OTEL_*} variables say. */
  public static RunningService start(
      String name, Map<String, String> environment, Composition composition) throws Exception {
    Telemetry telemetry = TestTelemetry.start(name, environment);
    return new RunningService(telemetry, composition.with(telemetry));
  }

  /** Starts what one handler serves. */
  public static RunningService serving(
      Function<Vertx, ? extends Handler<HttpServerRequest>> handler) throws Exception {
    HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
    return start(
        "test",
        telemetry ->
            TestTelemetry.await(HttpServers.start(telemetry.vertx(), options, handler::apply)));
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
    TestTelemetry.await(servers.drain(Duration.ZERO));
    telemetry.stop();
  }
}
