package dev.vitrine.local;

import dev.vitrine.local.load.LoadReport;
import dev.vitrine.local.load.LoadRun;
import dev.vitrine.local.port.HostPort;
import dev.vitrine.local.state.ChildState;
import dev.vitrine.local.state.StateFile;
import dev.vitrine.local.state.SystemState;
import dev.vitrine.local.supervisor.StopRequest;
import dev.vitrine.local.terminal.Complaint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;

/** {@code load}: makes load on the gateway of this machine, and sums up what became of it. */
final class LoadCommand {
  private static final int CONNECT_MILLIS = 2000;

  private final Invocation invocation;
  private final Command.Load load;

  LoadCommand(Invocation invocation, Command.Load load) {
    this.invocation = invocation;
    this.load = load;
  }

  int run(OrderlyEnd end) throws IOException, InterruptedException {
    Optional<HostPort> gateway = gateway();
    StateFile file = new StateFile(invocation.folders().state());
    if (gateway.isEmpty() && file.content() instanceof StateFile.Content.Damaged) {
      Complaint.say(file + " is damaged: --port N names the gateway to ask");
      return ExitCode.FAILED;
    }
    if (gateway.isEmpty()) {
      Complaint.say("nothing is running: ./vitrine up starts it; --port N asks another gateway");
      return ExitCode.NOTHING_RUNS;
    }
    HostPort target = gateway.get();
    InetAddress address = InetAddress.getAllByName(target.host())[0];
    if (!address.isLoopbackAddress()) {
      Complaint.say(target + " is not a loopback address: load is for this machine alone");
      return ExitCode.FAILED;
    }
    if (!listens(address, target.port())) {
      Complaint.say("nobody listens at " + target);
      return ExitCode.FAILED;
    }
    StopRequest stop = new StopRequest();
    end.passOn(stop::make);
    LoadReport report = new LoadRun(load.plan(), target, invocation.progress(), stop).run();
    switch (load.form()) {
      case JSON -> invocation.out().println(report.json());
      case TABLE -> invocation.progress().print(report.table(invocation.terminal()));
    }
    return report.summary().good() ? ExitCode.OK : ExitCode.FAILED;
  }

  private Optional<HostPort> gateway() throws IOException {
    if (load.port().isPresent()) {
      return Optional.of(new HostPort("127.0.0.1", load.port().getAsInt()));
    }
    Optional<SystemState> state = new StateFile(invocation.folders().state()).read();
    return state
        .flatMap(last -> last.child(ChildState.GATEWAY, 1))
        .filter(child -> child.process().alive())
        .map(ChildState::port)
        .map(port -> new HostPort(state.orElseThrow().host(), port));
  }

  private static boolean listens(InetAddress address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
