package dev.vitrine.gateway;

import dev.vitrine.platform.lifecycle.Program;
import dev.vitrine.platform.lifecycle.Program.Afterwards;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.lifecycle.Serving;
import dev.vitrine.platform.telemetry.Telemetry;
import java.util.Map;

/** The gateway's program. What it is made of, {@link Gateway} tells. */
public final class GatewayMain {
  private GatewayMain() {}

  /** Starts the gateway. */
  public static void main(String[] arguments) {
    Program.run("gateway", GatewayMain.class, arguments, Map.of("", GatewayMain::serve));
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
