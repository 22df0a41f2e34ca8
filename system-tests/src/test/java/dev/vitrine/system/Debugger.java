package dev.vitrine.system;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Method;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** A debugger at a process; what it has halted goes on once it is closed. */
final class Debugger implements AutoCloseable {
  /**
   * What lets a debugger of this machine come to a JVM, at any port that is free. Such a JVM cannot
   * write an archive of its classes.
   */
  static final String OPTIONS =
      "-XX:-AutoCreateSharedArchive"
          + " -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern PORT =
      Pattern.compile("Listening for transport dt_socket at address: (\\d+)");

  private final VirtualMachine machine;
  // Of one thread at a time.
  private Optional<ThreadReference> chosen = Optional.empty();
  private boolean halted;

  private Debugger(VirtualMachine machine) {
    this.machine = machine;
  }

  /**
   * Comes to a process that was started with {@link #OPTIONS}.
   *
   * @param log what it has said, its port too
   */
  static Debugger at(Path log) throws IOException, IllegalConnectorArgumentsException {
    List<String> ports =
        PORT.matcher(Files.readString(log)).results().map(said -> said.group(1)).toList();
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    Map<String, String> where = Map.of("hostname", "127.0.0.1", "port", ports.getLast());
    where.forEach((name, value) -> requireNonNull(arguments.get(name)).setValue(value));
    return new Debugger(connector.attach(arguments));
  }

  /**
   * Halts one thread of several.
   *
   * @param prefix of their names
   * @param enough whether those that are left do what is needed
   */
  void haltOne(String prefix, Callable<Boolean> enough) throws Exception {
    for (ThreadReference thread : machine.allThreads()) {
      if (thread.name().startsWith(prefix)) {
        haltWhileItWaits(thread);
        if (enough.call()) {
          chosen = Optional.of(thread);
          halted = true;
          return;
        }
        thread.resume();
      }
    }
    throw new AssertionError("each thread " + prefix + " is needed");
  }

  /** Lets the thread that was halted go on; or if it does, halts it again. */
  void turn() {
    ThreadReference thread = chosen.orElseThrow();
    if (halted) {
      thread.resume();
    } else {
      haltWhileItWaits(thread);
    }
    halted = !halted;
  }

  /** As it holds no lock then that others need. */
  private static void haltWhileItWaits(ThreadReference thread) {
    await()
        .atMost(PATIENCE)
        .until(() -> {
          thread.suspend();
          boolean waits = waits(thread);
          if (!waits) {
            thread.resume();
          }
          return waits;
        });
  }

  private static boolean waits(ThreadReference thread) throws IncompatibleThreadStateException {
    Method method = thread.frame(0).location().method();
    return method.isNative() && method.name().toLowerCase(Locale.ROOT).contains("wait");
  }

  /** All threads go on. */
  @Override
  public void close() {
    machine.dispose();
  }
}
