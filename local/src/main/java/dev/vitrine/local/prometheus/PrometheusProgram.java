package dev.vitrine.local.prometheus;

import dev.vitrine.local.log.LogFile;
import dev.vitrine.local.log.LogFolder;
import dev.vitrine.local.port.HostPort;
import dev.vitrine.local.process.OwnSession;
import dev.vitrine.local.process.ProgramPath;
import dev.vitrine.local.process.StopSignal;
import dev.vitrine.local.program.Endpoint;
import dev.vitrine.local.program.Health;
import dev.vitrine.local.program.HttpReadiness;
import dev.vitrine.local.program.Program;
import dev.vitrine.local.program.Running;
import dev.vitrine.local.settings.Folders;
import dev.vitrine.local.settings.LocalConfig;
import dev.vitrine.local.state.ChildState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Prometheus, with the configuration that has been written for it. */
public final class PrometheusProgram implements Program {
  /** The only address that it listens on. */
  public static final String HOST = "127.0.0.1";

  private final Path program;
  private final Folders folders;
  private final int port;

  /**
   * Describes the program.
   *
   * @param program its binary; absolute
   * @param port where it is to answer; not 0
   */
  public PrometheusProgram(Path program, Folders folders, int port) {
    this.program = program;
    this.folders = folders;
    this.port = port;
  }

  /** The binary: the one that is set, or that of the PATH; empty where there is none. */
  public static Optional<Path> binary(LocalConfig.PrometheusConfig config) {
    return config.program().isPresent()
        ? config.program().map(Path::toAbsolutePath).filter(Files::isExecutable)
        : ProgramPath.find("prometheus");
  }

  /** Whether the one at this port can answer queries. */
  public static Health health(int port) {
    return HttpReadiness.ask(URI.create(new HostPort(HOST, port).url() + "/-/ready"));
  }

  @Override
  public String service() {
    return ChildState.PROMETHEUS;
  }

  @Override
  public int replica() {
    return 1;
  }

  @Override
  public LogFile log() {
    return new LogFolder(folders.logs()).of(service(), replica());
  }

  @Override
  public StopSignal stopSignal() {
    return StopSignal.TERM;
  }

  @Override
  public Running start() throws IOException {
    Process process =
        new ProcessBuilder(OwnSession.of(command()))
            .directory(folders.root().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().path().toFile()))
            .start();
    return new PrometheusProcess(process, port);
  }

  List<String> command() {
    return List.of(
        program.toString(),
        // From the folder that it runs in: Prometheus takes the paths of targets for patterns, but
        // watches their folder as it is written, so that no part of it may have to be escaped.
        "--config.file=" + folders.root().relativize(folders.prometheusConfig()),
        "--storage.tsdb.path=" + folders.prometheus(),
        // What the longest window of the rules looks back, and no more of a small disk.
        "--storage.tsdb.retention.time=35d",
        "--storage.tsdb.retention.size=1GB",
        "--web.listen-address=" + new HostPort(HOST, port),
        "--enable-feature=exemplar-storage");
  }

  private record PrometheusProcess(Process process, int port) implements Running {
    @Override
    public Optional<Endpoint> endpoint() {
      return Optional.of(new Endpoint(port, null));
    }

    @Override
    public Health health() {
      return PrometheusProgram.health(port);
    }
  }
}
