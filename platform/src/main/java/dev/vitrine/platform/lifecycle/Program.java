package dev.vitrine.platform.lifecycle;

import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.Fault;
import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.http.CannotListenException;
import dev.vitrine.platform.http.IgnoredHttp2Upgrade;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.ServiceIdentity;
import dev.vitrine.platform.telemetry.Telemetry;
import dev.vitrine.platform.telemetry.TelemetryConfig;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program from {@code main} to its exit code. Reads the command line, runs the command, and, when
 * the process is asked to stop, the steps of its {@link Shutdown}.
 */
public final class Program {
  private static final Logger LOG = LoggerFactory.getLogger(Program.class);

  private final ServiceIdentity identity;
  private final Map<String, String> environment;
  private final String argument;
  private final Shutdown shutdown = new Shutdown();
  private List<String> unknown = List.of(); // variables; used by main's thread alone

  private Program(ServiceIdentity identity, Map<String, String> environment, String argument) {
    this.identity = identity;
    this.environment = environment;
    this.argument = argument;
  }

  /** What a program does for one command; it returns when it serves, or when it is done. */
  @FunctionalInterface
  public interface Command {
    /** Returns whether the process goes on after the command has returned. */
    Afterwards run(Program program) throws Exception;
  }

  /** What becomes of the process when its command has returned. */
  public enum Afterwards {
    SERVE,
    EXIT
  }

  /**
   * Runs the program; called once, by {@code main}.
   *
   * @param commands by name; the one named by the empty text is run where no argument is given, and
   *     one whose name ends with {@code FILE} takes a second argument, see {@link #argument()}
   */
  public static void run(
      String name, Class<?> main, String[] arguments, Map<String, Command> commands) {
    String argument = arguments.length == 2 ? arguments[1] : "";
    Program program = new Program(ServiceIdentity.of(name, main), System.getenv(), argument);
    Command chosen =
        switch (arguments.length) {
          case 0 -> commands.get("");
          case 1 -> commands.get(arguments[0]);
          case 2 -> commands.get(arguments[0] + " FILE");
          default -> null;
        };
    if (chosen == null) {
      System.err.println(usage(name, commands));
      program.exit(ExitCode.USAGE);
      return;
    }
    Telemetry.beforeStart(program.environment);
    IgnoredHttp2Upgrade.enable();
    Runtime.getRuntime().addShutdownHook(new Thread(program::stop, "shutdown"));
    try {
      if (chosen.run(program) == Afterwards.EXIT) {
        program.shutdown.run();
        program.exit(ExitCode.OK);
      }
    } catch (InvalidConfigurationException invalid) {
      // Telemetry would tell of its variables only once the rest is mended.
      Set<Fault> faults = new LinkedHashSet<>(invalid.faults());
      faults.addAll(Telemetry.faults(program.identity, program.environment));
      faults.forEach(System.err::println);
      program.exit(ExitCode.CONFIGURATION);
    } catch (CannotListenException cannot) { // no fault of ours: a trace would say nothing more
      LogEvent.PROCESS_FAILED.error(LOG).log("cannot start: {}", cannot.getMessage());
      program.shutdown.run();
      program.exit(ExitCode.FAILURE);
    } catch (Throwable failure) { // an Error, too: Vert.x's threads would keep half a process alive
      LogEvent.PROCESS_FAILED.error(LOG).setCause(failure).log("cannot start");
      program.shutdown.run();
      program.exit(ExitCode.FAILURE);
    }
  }

  /** Which program this is. */
  public ServiceIdentity identity() {
    return identity;
  }

  public Map<String, String> environment() {
    return environment;
  }

  /** The file that the command was given; empty where it takes none. */
  public String argument() {
    return argument;
  }

  /** Says what a command found out, on standard output. */
  public void print(String text) {
    System.out.print(text);
  }

  /**
   * Reads the configuration; the defaults are the resource {@code defaults.yaml} beside the type.
   */
  public <T extends Record> T configuration(Class<T> type) {
    reads(type);
    return Configuration.of(environment).read(type, "defaults.yaml");
  }

  /**
   * Tells the type of a configuration that is read in another way: which variables are not known to
   * it is logged when telemetry starts.
   */
  public void reads(Class<? extends Record> type) {
    unknown = Configuration.of(environment).unknownVariables(type);
  }

  /** Starts telemetry, the last thing to stop; see {@link Telemetry#start}. */
  public Telemetry telemetry(TelemetryConfig config) {
    return telemetry(config, request -> true);
  }

  /** The same, for a program that strangers call; see {@link Telemetry#start}. */
  public Telemetry telemetry(TelemetryConfig config, Predicate<HttpServerRequest> trusted) {
    Telemetry telemetry = Telemetry.start(identity, config, environment, trusted);
    shutdown.then("telemetry", telemetry::stop);
    unknown.forEach(variable -> LogEvent.CONFIG_UNKNOWN_VARIABLE.warn(LOG).log(variable));
    return telemetry;
  }

  public Shutdown shutdown() {
    return shutdown;
  }

  /**
   * Ends a process that serves already and finds that it must not. Does not return.
   *
   * @param why one sentence, for the log
   */
  public void abandon(String why) {
    LogEvent.PROCESS_FAILED.error(LOG).log(why);
    shutdown.run();
    exit(ExitCode.FAILURE);
  }

  private void stop() {
    shutdown.run();
    exit(ExitCode.OK);
  }

  /** Ends the process without its hooks: what had to be done has been done. */
  private void exit(ExitCode code) {
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(code.code());
  }

  private static String usage(String name, Map<String, Command> commands) {
    String usage = "usage: java -jar " + name + ".jar";
    String words =
        commands.keySet().stream()
            .filter(command -> !command.isEmpty())
            .sorted()
            .collect(Collectors.joining(" | "));
    return words.isEmpty() ? usage : usage + " [" + words + "]";
  }
}
