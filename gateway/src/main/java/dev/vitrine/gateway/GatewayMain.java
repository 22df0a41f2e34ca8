package dev.vitrine.gateway;

import dev.vitrine.gateway.security.client.ForwardedFields;
import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.lifecycle.Program;
import dev.vitrine.platform.lifecycle.Program.Afterwards;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.lifecycle.Serving;
import dev.vitrine.platform.telemetry.Telemetry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The gateway's program. What it is made of, {@link Gateway} tells. */
public final class GatewayMain {
  /** A start takes such a file, and {@link ConfigReload} does not. */
  private static final String SAYS_NOTHING =
      ", the built-in ones: it says nothing, which a gateway that runs refuses to take over"
          + " (expected there: upstreams and routes, or {} for the built-in ones)";

  private GatewayMain() {}

  /** Starts the gateway. */
  public static void main(String[] arguments) {
    Program.run(
        "gateway",
        GatewayMain.class,
        arguments,
        Map.of(
            "", GatewayMain::serve,
            "--check FILE", GatewayMain::check,
            "--schema", GatewayMain::schema));
  }

  /**
   * Tells every fault of a configuration, and of one without any what a start with it would lack
   * here; starts nothing.
   */
  private static Afterwards check(Program program) {
    Map<String, String> environment = new HashMap<>(program.environment());
    environment.put(Configuration.FILE_VARIABLE, program.argument());
    ConfigFile source = new ConfigFile(environment);
    GatewayConfig config = source.read();
    config.requireUsable(Vertx.vertx(), environment); // whose threads end with the process
    program.print(
        "%s: no faults; %d upstreams, %d routes%s%n"
            .formatted(
                program.argument(),
                config.upstreams().size(),
                config.routes().size(),
                source.saysNothing() ? SAYS_NOTHING : ""));
    return Afterwards.EXIT;
  }

  private static Afterwards schema(Program program) {
    program.print(ConfigFile.schema());
    return Afterwards.EXIT;
  }

  /** Those whose word counts on what is traced: the proxies before the gateway. */
  static Predicate<HttpServerRequest> trusted(GatewayConfig config) {
    if (config.edge().proxies().trusted().isEmpty()) {
      return request -> false; // whose address it is need not be found out
    }
    ForwardedFields forwarded = new ForwardedFields(config.edge().proxies());
    return request -> forwarded.client(request).peerIsTrusted();
  }

  private static Afterwards serve(Program program) throws Exception {
    ConfigFile source = new ConfigFile(program.environment());
    GatewayConfig config = source.read();
    program.reads(GatewayConfig.class);
    Telemetry telemetry = program.telemetry(config.telemetry(), trusted(config));
    Readiness readiness = new Readiness();
    Gateway gateway = Gateway.start(telemetry, source, config, readiness);
    program.shutdown().then("discovery", gateway::stop);
    new Serving(gateway.servers(), config.lifecycle(), readiness)
        .open(program, telemetry, config.management(), gateway::mountManagement);
    return Afterwards.SERVE;
  }
}
