package dev.vitrine.local.supervisor;

import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.program.Endpoint;
import dev.vitrine.local.program.Program;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers, in words, what it was told. */
final class RecordingListener implements ChildListener {
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<ProcessIdentity> processes = new CopyOnWriteArrayList<>();

  List<String> told() {
    return List.copyOf(told);
  }

  List<ProcessIdentity> processes() {
    return List.copyOf(processes);
  }

  @Override
  public void started(Program program, ProcessIdentity process) {
    processes.add(process);
    told.add("started");
  }

  @Override
  public void located(Program program, Endpoint endpoint) {
    told.add("located " + endpoint.port());
  }

  @Override
  public void ready(Program program, Duration took) {
    told.add("ready");
  }

  @Override
  public void ended(Program program, String why, Duration lived, Duration pause) {
    told.add("ended: " + why + ", again after " + pause);
  }

  @Override
  public void unstoppable(Program program, String why) {
    told.add("unstoppable: " + why);
  }
}
