package dev.vitrine.local.service;

import dev.vitrine.local.log.LogFile;
import dev.vitrine.local.log.LogFolder;
import dev.vitrine.local.process.OwnSession;
import dev.vitrine.local.process.StopSignal;
import dev.vitrine.local.program.Endpoint;
import dev.vitrine.local.program.Health;
import dev.vitrine.local.program.HttpReadiness;
import dev.vitrine.local.program.Program;
import dev.vitrine.local.program.Running;
import dev.vitrine.local.settings.LocalConfig.ServiceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** One replica of a service: a JVM of its own that says by itself where it is. */
public final class ServiceProgram implements Program {
  private static final Endpoint ANYWHERE = new Endpoint(0, 0);

  private final Surroundings here;
  private final Service service;
  private final int replica;
  private final AddressFile addressFile;
  private Endpoint wanted;

  public ServiceProgram(Surroundings here, Service service, int replica) {
    this.here = here;
    this.service = service;
    this.replica = replica;
    this.addressFile =
        new AddressFile(
            here.folders().run().resolve(service.word() + "-" + replica + ".address.json"));
    this.wanted = replica == 1 ? configured(service.in(here.config())) : ANYWHERE;
  }

  private static Endpoint configured(ServiceConfig config) {
    return new Endpoint(config.port(), config.managementPort());
  }

  @Override
  public String service() {
    return service.word();
  }

  @Override
  public int replica() {
    return replica;
  }

  @Override
  public LogFile log() {
    return new LogFolder(here.folders().logs()).of(service.word(), replica);
  }

  @Override
  public StopSignal stopSignal() {
    return StopSignal.TERM;
  }

  @Override
  public Running start() throws IOException {
    addressFile.clear();
    ProcessBuilder builder =
        new ProcessBuilder(OwnSession.of(ServiceCommand.of(here, service)))
            .directory(here.folders().root().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().path().toFile()));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(new ServiceEnvironment(here, service).variables(wanted, addressFile.path()));
    return new ServiceProcess(builder.start());
  }

  private final class ServiceProcess implements Running {
    private final Process process;

    ServiceProcess(Process process) {
      this.process = process;
    }

    @Override
    public Process process() {
      return process;
    }

    @Override
    public Optional<Endpoint> endpoint() throws IOException {
      Optional<Endpoint> taken = addressFile.of(process.pid());
      // Should it have to be started again, whoever knows its ports finds it there.
      taken.ifPresent(endpoint -> wanted = endpoint);
      return taken;
    }

    @Override
    public Health health() {
      Integer managementPort = wanted.managementPort();
      return managementPort == null
          ? new Health.NotYet("its management port is not known")
          : HttpReadiness.ask(here.config().reachableHost(), managementPort);
    }
  }
}
