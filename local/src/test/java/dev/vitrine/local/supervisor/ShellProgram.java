package dev.vitrine.local.supervisor;

import dev.vitrine.local.log.LogFile;
import dev.vitrine.local.process.OwnSession;
import dev.vitrine.local.process.StopSignal;
import dev.vitrine.local.program.Endpoint;
import dev.vitrine.local.program.Health;
import dev.vitrine.local.program.Program;
import dev.vitrine.local.program.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A program that is a shell script, and as healthy as the test wants it. */
final class ShellProgram implements Program {
  private final AtomicInteger starts = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile String script = "sleep 600";
  private volatile Health health = new Health.Ready();
  private volatile @Nullable IOException failure;
  private volatile @Nullable Process process;

  void script(String next) {
    script = next;
  }

  void health(Health next) {
    asked.set(0);
    health = next;
  }

  void fail(IOException next) {
    failure = next;
  }

  int starts() {
    return starts.get();
  }

  /** How often its health was asked for since that was set. */
  int asked() {
    return asked.get();
  }

  void kill() {
    Process last = process;
    if (last != null) {
      last.destroyForcibly();
    }
  }

  @Override
  public String service() {
    return "shell";
  }

  @Override
  public int replica() {
    return 1;
  }

  @Override
  public LogFile log() {
    return new LogFile(Path.of("/dev/null"));
  }

  @Override
  public StopSignal stopSignal() {
    return StopSignal.TERM;
  }

  @Override
  public Running start() throws IOException {
    IOException wanted = failure;
    if (wanted != null) {
      throw wanted;
    }
    starts.incrementAndGet();
    Process started =
        new ProcessBuilder(OwnSession.of(List.of("sh", "-c", "exec " + script))).start();
    process = started;
    return new Running() {
      @Override
      public Process process() {
        return started;
      }

      @Override
      public Optional<Endpoint> endpoint() {
        return Optional.of(new Endpoint(8080, 8081));
      }

      @Override
      public Health health() {
        asked.incrementAndGet();
        return health;
      }
    };
  }
}
