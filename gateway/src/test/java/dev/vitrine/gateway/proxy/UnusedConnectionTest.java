package dev.vitrine.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnusedConnectionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final EmbeddedChannel channel = new EmbeddedChannel(new UnusedConnection(PATIENCE));

  @Test
  void closesWhatNothingIsSentOn() {
    pass(PATIENCE.minusSeconds(1));
    boolean before = channel.isOpen();
    pass(Duration.ofSeconds(1));

    assertThat(before).isTrue();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void leavesWhatSomethingWasSentOn() {
    channel.writeOutbound("head");
    pass(Duration.ofHours(1));

    assertThat(channel.isOpen()).isTrue();
    assertThat(channel.<String>readOutbound()).isEqualTo("head");
    assertThat(channel.pipeline().get(UnusedConnection.class)).isNull();
  }

  private void pass(Duration time) {
    channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }
}
