package dev.vitrine.local.supervisor;

import dev.vitrine.local.discovery.ScrapeTargets;
import dev.vitrine.local.discovery.Upstreams;
import dev.vitrine.local.file.FileFault;
import dev.vitrine.local.port.HostPort;
import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.program.Endpoint;
import dev.vitrine.local.program.Program;
import dev.vitrine.local.state.ChildState;
import dev.vitrine.local.state.StateBook;
import dev.vitrine.local.terminal.Elapsed;
import dev.vitrine.local.terminal.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Writes down what happens to the children: in the state, for the gateway, and for the person. A
 * full disk does not keep them from being watched over.
 */
final class Events implements ChildListener {
  private final Plan plan;
  private final StateBook book;
  private final Upstreams upstreams;
  private final ScrapeTargets targets;
  private final Progress progress;

  Events(Plan plan, StateBook book, Upstreams upstreams, ScrapeTargets targets, Progress progress) {
    this.plan = plan;
    this.book = book;
    this.upstreams = upstreams;
    this.targets = targets;
    this.progress = progress;
  }

  @Override
  public void started(Program program, ProcessIdentity process) {
    Optional<ChildState> before = known(program);
    Integer port = before.map(ChildState::port).orElse(null);
    Integer managementPort = before.map(ChildState::managementPort).orElse(null);
    change(
        new ChildState(program.service(), program.replica(), process, port, managementPort, false));
  }

  @Override
  public void located(Program program, Endpoint endpoint) {
    known(program)
        .ifPresent(child ->
            change(
                new ChildState(
                    child.service(),
                    child.replica(),
                    child.process(),
                    endpoint.port(),
                    endpoint.managementPort(),
                    child.ready())));
    String host = plan.config().reachableHost();
    String address = new HostPort(host, endpoint.port()).toString();
    String management = management(host, endpoint);
    attempt(() ->
        upstreams.put(
            program.service(), program.replica(), new Upstreams.Addresses(address, management)));
    attempt(() -> targets.put(program.service(), program.replica(), management));
  }

  // What has no management port is not for the gateway to reach, nor has it metrics.
  private static String management(String host, Endpoint endpoint) {
    Integer port = endpoint.managementPort();
    return port == null ? "" : new HostPort(host, port).toString();
  }

  @Override
  public void ready(Program program, Duration took) {
    known(program).ifPresent(child -> change(child.ready(true)));
    progress.done(name(program), address(program) + "  " + Elapsed.words(took));
  }

  @Override
  public void ended(Program program, String why, Duration lived, Duration pause) {
    known(program).ifPresent(child -> change(child.ready(false)));
    progress.notice(
        "%s: %s after %s; it is started again in %d s"
            .formatted(name(program), why, Elapsed.words(lived), pause.toSeconds()));
  }

  @Override
  public void unstoppable(Program program, String why) {
    progress.notice(name(program) + " cannot be stopped: " + why);
  }

  private String name(Program program) {
    return plan.replicas().nameOf(program.service(), program.replica());
  }

  private String address(Program program) {
    return known(program).map(child -> child.url(plan.config().reachableHost())).orElse("");
  }

  private Optional<ChildState> known(Program program) {
    return book.now().child(program.service(), program.replica());
  }

  private void change(ChildState child) {
    attempt(() -> book.change(state -> state.with(child)));
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void attempt(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      progress.notice("what runs cannot be written down: " + FileFault.describe(e));
    }
  }
}
