package dev.vitrine.local.postgres;

import dev.vitrine.local.log.LogFile;
import dev.vitrine.local.process.OwnSession;
import dev.vitrine.local.process.StopSignal;
import dev.vitrine.local.program.Endpoint;
import dev.vitrine.local.program.Health;
import dev.vitrine.local.program.Program;
import dev.vitrine.local.program.Running;
import dev.vitrine.local.state.ChildState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** PostgreSQL on its data; ready once it takes connections and has its roles and databases. */
public final class PostgresProgram implements Program {
  /** With sessions of one that was killed. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PostgresServer server;
  private final RolesAndDatabases content;
  private final LogFile log;
  private final int port;
  private final int connections;

  /**
   * Describes the program.
   *
   * @param port where it is to serve; not 0
   * @param connections how many clients it takes at once
   */
  public PostgresProgram(
      PostgresServer server, RolesAndDatabases content, LogFile log, int port, int connections) {
    this.server = server;
    this.content = content;
    this.log = log;
    this.port = port;
    this.connections = connections;
  }

  @Override
  public String service() {
    return ChildState.DATABASE;
  }

  @Override
  public int replica() {
    return 1;
  }

  @Override
  public LogFile log() {
    return log;
  }

  // Its "fast" shutdown: sessions are ended, everything is written.
  @Override
  public StopSignal stopSignal() {
    return StopSignal.INT;
  }

  @Override
  public Running start() throws IOException {
    Postmaster.awaitEndOfOrphans(server.data(), PATIENCE);
    Process process =
        new ProcessBuilder(OwnSession.of(server.command(port, connections)))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()))
            .start();
    return new PostgresProcess(process);
  }

  private final class PostgresProcess implements Running {
    private final Process process;

    PostgresProcess(Process process) {
      this.process = process;
    }

    @Override
    public Process process() {
      return process;
    }

    @Override
    public Optional<Endpoint> endpoint() {
      return Optional.of(new Endpoint(port, null));
    }

    @Override
    public Health health() {
      try {
        if (!Postmaster.isReady(server.data(), process.pid())) {
          return new Health.NotYet("it does not take connections yet");
        }
        content.create(port);
        return new Health.Ready();
      } catch (SQLException e) {
        String why = "its roles and databases cannot be made: " + e.getMessage();
        return passing(e) ? new Health.NotYet(why) : new Health.Hopeless(why);
      } catch (IOException e) {
        return new Health.Hopeless("its files cannot be read: " + e.getMessage());
      }
    }

    // Connection lost, too many of them, server going down or coming up (PostgreSQL, appendix A).
    private static boolean passing(SQLException failure) {
      String state = failure.getSQLState();
      return state != null && state.matches("(08|53|57).*");
    }
  }
}
