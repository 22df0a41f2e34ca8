package dev.vitrine.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TerminationTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @EnumSource(StopSignal.class)
  void aProcessThatFollowsEndsInOrder(StopSignal signal) throws IOException {
    ProcessIdentity process = shell("echo on; exec sleep 60");

    Termination.Ending ending = Termination.end(process, signal, LONG);

    assertThat(ending).isEqualTo(Termination.Ending.ORDERLY);
    assertThat(process.alive()).isFalse();
  }

  @Test
  void oneThatDoesNotIsKilledWhenThePatienceIsOver() throws IOException {
    ProcessIdentity process = shell("trap '' TERM; echo on; while :; do sleep 0.1; done");

    Termination.Ending ending = Termination.end(process, StopSignal.TERM, Duration.ofMillis(200));

    assertThat(ending).isEqualTo(Termination.Ending.KILLED);
    assertThat(process.alive()).isFalse();
  }

  @Test
  void oneThatHasEndedNeedsNothing() throws IOException {
    ProcessIdentity gone = new ProcessIdentity(ProcessIdentity.current().pid(), "another life");

    assertThat(Termination.end(gone, StopSignal.KILL, LONG)).isEqualTo(Termination.Ending.ORDERLY);
  }

  @Test
  void anEndingIsCarriedThroughWhenInterrupted() throws IOException {
    ProcessIdentity process =
        shell("trap 'sleep 0.3; exit 0' TERM; echo on; while :; do sleep 0.05; done");

    Thread.currentThread().interrupt();
    Termination.Ending ending = Termination.end(process, StopSignal.TERM, LONG);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ending).isEqualTo(Termination.Ending.ORDERLY);
  }

  /** A shell that has said its first word, so that its traps are set. */
  private ProcessIdentity shell(String script) throws IOException {
    Process process = new ProcessBuilder(DefaultSignals.of(List.of("bash", "-c", script))).start();
    started.add(process);
    BufferedReader output = process.inputReader(StandardCharsets.US_ASCII);
    assertThat(output.readLine()).isEqualTo("on");
    return ProcessIdentity.of(process.pid()).orElseThrow();
  }
}
