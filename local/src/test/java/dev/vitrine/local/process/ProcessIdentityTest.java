package dev.vitrine.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {
  @Test
  void aRunningProcessIsAlive() {
    ProcessIdentity ourselves = ProcessIdentity.current();

    assertThat(ourselves.alive()).isTrue();
    assertThat(ProcessIdentity.of(ourselves.pid())).contains(ourselves);
  }

  @Test
  void anotherProcessWithTheSamePidIsNotTheSame() {
    ProcessIdentity former = new ProcessIdentity(ProcessIdentity.current().pid(), "42@some-boot");

    assertThat(former.alive()).isFalse();
  }

  @Test
  void aProcessThatHasEndedIsNotAlive() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sleep", "60").start();
    ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();

    process.destroyForcibly().waitFor();

    assertThat(identity.alive()).isFalse();
    assertThat(ProcessIdentity.of(process.pid())).isEmpty();
  }
}
