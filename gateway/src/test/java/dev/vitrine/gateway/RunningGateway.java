package dev.vitrine.gateway;

import static dev.vitrine.platform.testing.TestTelemetry.await;

import dev.vitrine.platform.lifecycle.ManagementConfig;
import dev.vitrine.platform.lifecycle.ManagementServer;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.telemetry.ServiceIdentity;
import dev.vitrine.platform.telemetry.Telemetry;
import dev.vitrine.platform.testing.TestClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The whole gateway, in this JVM, on free ports, with upstreams that a test says. */
public final class RunningGateway implements AutoCloseable {
  private final Telemetry telemetry;
  private final Gateway gateway;
  private final Readiness readiness = new Readiness();
  private @Nullable HttpServer managed;

  private RunningGateway(Map<String, String> environment, Callable<?> meanwhile) throws Exception {
    Map<String, String> variables = new HashMap<>(environment);
    variables.putIfAbsent("VITRINE_HTTP_HOST", "127.0.0.1");
    variables.put("VITRINE_HTTP_PORT", "0");
    variables.putIfAbsent("VITRINE_LOG_LEVEL", "error");
    variables.putIfAbsent("VITRINE_EVENT_LOOPS", "2");
    ConfigFile source = new ConfigFile(variables);
    GatewayConfig config = source.read();
    meanwhile.call();
    telemetry =
        Telemetry.start(
            new ServiceIdentity("gateway", "test"),
            config.telemetry(),
            variables,
            GatewayMain.trusted(config));
    gateway = Gateway.start(telemetry, source, config, readiness);
    readiness.started();
  }

  /** With {@code /a} leading to these ports, which nobody probes. */
  public static RunningGateway before(Integer... ports) throws Exception {
    return with(Map.of(), ports);
  }

  /** The same, with more of the configuration set. */
  public static RunningGateway with(Map<String, String> environment, Integer... ports)
      throws Exception {
    String endpoints =
        List.of(ports).stream()
            .map(port -> "{address: '127.0.0.1:" + port + "'}")
            .collect(Collectors.joining(", "));
    Map<String, String> variables = new HashMap<>(environment);
    if (!variables.containsKey("VITRINE_CONFIG")) {
      variables.putIfAbsent("VITRINE_UPSTREAMS", "{a: {endpoints: [" + endpoints + "]}}");
      variables.putIfAbsent("VITRINE_ROUTES", "[{path: /a, upstream: a}]");
    }
    return new RunningGateway(variables, () -> "nothing");
  }

  /** With something that happens when the configuration is read, and nothing started yet. */
  static RunningGateway with(Map<String, String> environment, Callable<?> meanwhile)
      throws Exception {
    return new RunningGateway(environment, meanwhile);
  }

  public int port() {
    return gateway.servers().port();
  }

  /** A client of the management port, which is there from the first call on. */
  public TestClient management() throws TimeoutException {
    return TestClient.of(managementPort());
  }

  /** The management port, which is there from the first call on. */
  public int managementPort() throws TimeoutException {
    if (managed == null) {
      managed =
          await(
              ManagementServer.start(
                  telemetry,
                  new ManagementConfig("127.0.0.1", 0),
                  readiness,
                  gateway.servers().contexts(),
                  gateway::mountManagement));
    }
    return managed.actualPort();
  }

  public Vertx vertx() {
    return telemetry.vertx();
  }

  /** What the gateway says is wrong with the files that it watches. */
  String fileFault() {
    return gateway.fileFault();
  }

  /** Whose first word the gateway waits for. */
  String waitingForSources() {
    return gateway.waitingForSources();
  }

  public Readiness readiness() {
    return readiness;
  }

  /** The value of a gauge or counter with these labels, summed. */
  public double metric(String name, String... labels) {
    return telemetry.registry().find(name).tags(labels).meters().stream()
        .map(meter -> meter.measure().iterator().next().getValue())
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  /** How many series of HTTP there are. */
  public long series() {
    return telemetry.registry().getMeters().stream()
        .filter(meter -> meter.getId().getName().startsWith("http."))
        .count();
  }

  @Override
  public void close() throws TimeoutException {
    gateway.stop();
    telemetry.stop();
  }
}
