package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.discovery.FileDiscovery;
import dev.vitrine.gateway.discovery.ProbeConfig;
import dev.vitrine.gateway.discovery.ReadinessProbes;
import dev.vitrine.gateway.discovery.WatchedFile;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon a gateway that was there first uses an endpoint that becomes ready: by the defaults, in
 * virtual time, and at whatever moment between two looks and two probes that happens.
 */
class StartOrderSimulationTest {
  private static final Duration PROMISED = Duration.ofSeconds(1);

  /** For one question and its answer, between two machines that have much to do. */
  private static final Duration SLOW = Duration.ofMillis(100);

  private static final GatewayConfig DEFAULTS = new ConfigFile(Map.of()).read();
  private static final ProbeConfig PROBES = DEFAULTS.upstreamDefaults().probe();

  /** Longer than what lies between two probes, with the most that is added at random. */
  private static final int MOMENTS = 600;

  @TempDir Path folder;

  @Test
  void acceptance15_usesAnEndpointThatItKnowsWithinASecondOfItsReadiness() {
    List<Duration> refusing = new ArrayList<>();
    List<Duration> answering = new ArrayList<>();

    for (int moment = 0; moment < MOMENTS; moment += 5) {
      Duration ready = Duration.ofSeconds(3).plusMillis(moment);
      for (int seed = 0; seed < 10; seed++) {
        refusing.add(new Start(seed, Before.REFUSES).untilUsed(Duration.ZERO, ready));
        answering.add(new Start(seed, Before.SAYS_NOT_READY).untilUsed(Duration.ZERO, ready));
      }
    }

    // More than an interval, as a probe may be made just before.
    assertThat(Collections.max(refusing)).isBetween(PROBES.intervalNotReady(), PROMISED);
    assertThat(Collections.max(answering)).isBetween(PROBES.intervalNotReady(), PROMISED);
  }

  @Test
  void acceptance15_usesAnEndpointThatIsReadyWithinASecondOfBeingToldOfIt() {
    Duration poll = DEFAULTS.discovery().poll();
    List<Duration> untilUsed = new ArrayList<>();

    for (int moment = 0; moment < 2 * poll.toMillis(); moment += 5) {
      Duration told = Duration.ofSeconds(1).plusMillis(moment);
      untilUsed.add(new Start(moment, Before.REFUSES).untilUsed(told, Duration.ZERO));
    }

    // Two looks have to find it, of which the first may come a whole poll after it is told.
    assertThat(Collections.max(untilUsed)).isBetween(poll.multipliedBy(2), PROMISED);
  }

  @Test
  void acceptance15_usesAnEndpointWithinASecondOfItsReadinessWhereItIsToldOfShortlyBefore() {
    List<Duration> untilUsed = new ArrayList<>();

    for (int moment = 0; moment < 2 * MOMENTS; moment += 5) {
      Duration told = Duration.ofSeconds(1).plusMillis(moment % 191);
      Duration ready = told.plusMillis(moment);
      untilUsed.add(new Start(moment, Before.SAYS_NOT_READY).untilUsed(told, ready));
    }

    assertThat(Collections.max(untilUsed)).isBetween(PROBES.intervalNotReady(), PROMISED);
  }

  @Test
  void acceptance15_usesOneThatLeftAProbeUnansweredLaterByNoMoreThanTheTimeoutOfAProbe() {
    List<Duration> untilUsed = new ArrayList<>();

    for (int moment = 0; moment < 2 * MOMENTS; moment += 5) {
      Duration ready = Duration.ofSeconds(3).plusMillis(moment);
      untilUsed.add(new Start(moment, Before.SAYS_NOTHING).untilUsed(Duration.ZERO, ready));
    }

    assertThat(Collections.max(untilUsed))
        .isBetween(PROBES.timeout(), PROMISED.plus(PROBES.timeout()));
  }

  /** What a probe gets from an endpoint that is not ready. */
  private enum Before {
    REFUSES,
    SAYS_NOT_READY,
    SAYS_NOTHING
  }

  /** A gateway that watches a file of endpoints, and one endpoint, which comes later. */
  private final class Start {
    private final VirtualTime time = new VirtualTime();
    private final UpstreamRegistry registry =
        new UpstreamRegistry(Set.of("shop"), time, time::nanos);
    private final Before before;
    private boolean ready;

    Start(int seed, Before before) {
      this.before = before;
      write("upstreams: {shop: []}\n");
      FileDiscovery endpoints = new FileDiscovery(registry);
      new WatchedFile(time, this::atOnce, file(), DEFAULTS.discovery().poll(), endpoints).start();
      new ReadinessProbes(this::probe, registry, any -> PROBES, new Random(seed), time).start();
    }

    /**
     * How long it takes from the moment at which the endpoint is ready, and in the file.
     *
     * @param whenTold after the start of the gateway
     * @param whenReady after the start of the gateway
     */
    Duration untilUsed(Duration whenTold, Duration whenReady) {
      time.after(
          whenTold, () -> write("upstreams:\n  shop: [{address: a:80, management: a:81}]\n"));
      time.after(whenReady, () -> ready = true);
      time.pass(Collections.max(List.of(whenTold, whenReady)));
      assertThat(registry.upstream("shop").readyEndpoints()).isZero();
      return time.until(
          () -> registry.upstream("shop").readyEndpoints() == 1, Duration.ofMinutes(1));
    }

    private Future<Void> atOnce(Runnable look) {
      look.run();
      return Future.succeededFuture();
    }

    /** Answered by what holds when it is asked, not when the answer comes. */
    private Future<Integer> probe(HostPort management, Duration timeout) {
      Promise<Integer> answer = Promise.promise();
      if (ready) {
        time.after(SLOW, () -> answer.complete(200));
      } else {
        switch (before) {
          case REFUSES -> time.after(SLOW, () -> answer.fail(new ConnectException()));
          case SAYS_NOT_READY -> time.after(SLOW, () -> answer.complete(503));
          case SAYS_NOTHING -> time.after(timeout, () -> answer.fail(new TimeoutException()));
        }
      }
      return answer.future();
    }

    private void write(String content) {
      try {
        Files.writeString(file(), content);
      } catch (IOException unwritable) {
        throw new UncheckedIOException(unwritable);
      }
    }

    private Path file() {
      return folder.resolve("endpoints.yaml");
    }
  }
}
