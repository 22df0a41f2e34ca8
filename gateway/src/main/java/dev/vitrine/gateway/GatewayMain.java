package dev.vitrine.gateway;

import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.lifecycle.Program;
import dev.vitrine.platform.lifecycle.Program.Afterwards;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.lifecycle.Serving;
import dev.vitrine.platform.telemetry.Telemetry;
import java.util.HashMap;
import java.util.Map;

/** The gateway's program. What it is made of, {@link Gateway} tells. */
public final class GatewayMain {
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

  /** Tells every fault of a configuration, as a start with it would, and starts nothing. */
  private static Afterwards check(Program program) {
    Map<String, String> environment = new HashMap<>(program.environment());
    environment.put(Configuration.FILE_VARIABLE, program.argument());
    GatewayConfig config = new ConfigFile(environment).read();
    System.out.printf(
        "%s: no faults; %d upstreams, %d routes%n",
        program.argument(), config.upstreams().size(), config.routes().size());
    return Afterwards.EXIT;
  }

  private static Afterwards schema(Program program) {
    System.out.print(ConfigFile.schema());
    return Afterwards.EXIT;
  }

  private static Afterwards serve(Program program) throws Exception {
    ConfigFile source = new ConfigFile(program.environment());
    GatewayConfig config = source.read();
    Telemetry telemetry = program.telemetry(config.log(), config.eventLoops());
    Readiness readiness = new Readiness();
    Gateway gateway = Gateway.start(telemetry, source, config, readiness);
    program.shutdown().then("discovery", gateway::stop);
    new Serving(gateway.servers(), config.lifecycle(), readiness)
        .open(program, telemetry, config.management(), gateway::mountManagement);
    return Afterwards.SERVE;
  }
}
