package dev.vitrine.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it takes the log of probes over")
class ReadinessProbesTest {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofSeconds(60);

  private final VirtualTime time = new VirtualTime();
  private final UpstreamRegistry registry = new UpstreamRegistry(Set.of("shop"), time, time::nanos);
  private final List<Duration> timeouts = new ArrayList<>();
  private ProbeConfig config = every(SOON, Duration.ofMillis(800), 2, 1);
  private int status = 200;

  @BeforeEach
  void start() {
    HostPort address = new HostPort("10.0.0.1", 80);
    shop().update(List.of(EndpointReport.of(address, Optional.of(new HostPort("10.0.0.1", 81)))));
    new ReadinessProbes(
            (management, timeout) -> {
              timeouts.add(timeout);
              return Future.succeededFuture(status);
            },
            registry,
            upstream -> config,
            new Random(1),
            time)
        .start();
    time.pass(Duration.ofSeconds(30));
  }

  @Test
  void probesAnEndpointAtTheIntervalThatIsConfiguredNow() {
    int soon = probesIn(LATE);
    config = every(LATE, Duration.ofMillis(800), 2, 1);
    int late = probesIn(LATE.multipliedBy(10));
    config = every(SOON, Duration.ofMillis(800), 2, 1);
    int again = probesIn(SOON.multipliedBy(2));

    assertThat(soon).isBetween(50, 75);
    assertThat(late).isBetween(8, 13);
    assertThat(again).isBetween(1, 3);
  }

  @Test
  void waitsAndForgivesAsIsConfiguredNow() {
    config = every(SOON, Duration.ofMillis(300), 4, 1);
    status = 503;
    time.until(() -> shop().readyEndpoints() == 0, LATE);

    assertThat(timeouts.stream().filter(config.timeout()::equals)).hasSize(4);
    assertThat(shop().readyEndpoints()).isZero();
  }

  @Test
  void trustsAgainAfterAsManySuccessesInARowAsIsConfiguredNow() {
    config = every(SOON, Duration.ofMillis(800), 2, 3);
    status = 503;
    time.until(() -> shop().readyEndpoints() == 0, LATE);
    status = 200;
    untilProbed(2);
    status = 503;
    untilProbed(1);
    status = 200;
    untilProbed(2);
    int afterTwo = shop().readyEndpoints();
    untilProbed(1);

    assertThat(afterTwo).isZero();
    assertThat(shop().readyEndpoints()).isEqualTo(1);
  }

  @Test
  void warnsOnceWhenTheLastEndpointIsNotReadyAnyMore() {
    try (TakenLog log = new TakenLog(ReadinessProbes.class)) {
      status = 503;
      time.pass(LATE);

      assertThat(log.of("upstream.unavailable")).containsExactly("no endpoint of shop is ready");
    }
  }

  /** Rests are told by the ticks, of 50 ms, at which probes are made. */
  @Test
  void restsForAsMuchLongerOrShorterAsIsConfiguredNow() {
    config = spreadBy(0);
    List<Duration> even = rests();
    config = spreadBy(20);
    List<Duration> spread = rests();
    config = spreadBy(80);
    List<Duration> uneven = rests();

    assertThat(even)
        .allSatisfy(it -> assertThat(it).isBetween(LATE, LATE.plus(Duration.ofMillis(50))));
    assertThat(spread)
        .allSatisfy(it -> assertThat(it.toMillis()).isBetween(48_000L, 72_050L))
        .anySatisfy(it -> assertThat(it.toMillis()).isLessThan(54_000L))
        .anySatisfy(it -> assertThat(it.toMillis()).isGreaterThan(66_000L));
    assertThat(uneven)
        .allSatisfy(it -> assertThat(it.toMillis()).isBetween(12_000L, 108_050L))
        .anySatisfy(it -> assertThat(it.toMillis()).isLessThan(36_000L))
        .anySatisfy(it -> assertThat(it.toMillis()).isGreaterThan(84_000L));
  }

  /** Between one probe and the next, of thirty. */
  private List<Duration> rests() {
    untilProbed(1);
    return IntStream.range(0, 30)
        .mapToObj(i -> {
          long before = time.nanos();
          untilProbed(1);
          return Duration.ofNanos(time.nanos() - before);
        })
        .toList();
  }

  private void untilProbed(int times) {
    int before = timeouts.size();
    time.until(() -> timeouts.size() == before + times, LATE.multipliedBy(2));
  }

  private int probesIn(Duration span) {
    int before = timeouts.size();
    time.pass(span);
    return timeouts.size() - before;
  }

  private Upstream shop() {
    return registry.upstream("shop");
  }

  private static ProbeConfig every(Duration interval, Duration timeout, int fall, int rise) {
    return new ProbeConfig(interval, Duration.ofMillis(400), timeout, fall, rise, 20);
  }

  private static ProbeConfig spreadBy(int percent) {
    return new ProbeConfig(LATE, LATE, Duration.ofMillis(800), 2, 1, percent);
  }
}
