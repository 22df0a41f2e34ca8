package dev.vitrine.gateway.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.discovery.kubernetes.SimulatedApiServer.Mode;
import dev.vitrine.gateway.upstream.Upstream.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hours of an API server's bad days, in virtual time, again and again with other random numbers.
 */
@Isolated("it takes the log of sources over")
class ReflectorSimulationTest {
  private static final int SEEDS = 200;
  private static final Duration RECOVERY = Duration.ofSeconds(2);

  /** Acceptance check 4: gone for ten minutes, and then everything that can come of it. */
  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"REFUSING", "BLACK_HOLE"})
  void acceptance4KeepsTheSetWhileTheApiServerIsGoneAndIsRightSoonAfter(
      Mode gone, TestReporter reporter) {
    List<Duration> recoveries = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      try (Simulation simulation = new Simulation(seed)) {
        SimulatedApiServer api = simulation.api();
        api.put(Slices.of("s-1", Slices.ready(1), Slices.ready(2)));
        simulation.reflect();
        simulation.pass(Duration.ofMinutes(3).plusMillis(7L * seed));
        List<String> before = simulation.endpoints();

        api.become(gone);
        simulation.pass(Duration.ofSeconds(30));
        api.put(Slices.of("s-1", Slices.notReady(1), Slices.ready(2)));
        simulation.pass(Duration.ofSeconds(570).plusMillis(13L * seed));
        List<String> meanwhile = simulation.endpoints();
        // What it missed is compacted (410), its token is replaced (401), slices overlap.
        api.compact();
        api.put(Slices.of("s-2", Slices.ready(1), Slices.terminating(2), Slices.ready(3)));
        api.put(Slices.of("s-3", Slices.notReady(3)));
        api.answerNextBy(new Failure.Expired("410"), new Failure.Unauthenticated("401"));
        api.become(Mode.UP);
        Duration recovery =
            simulation.until(
                () -> simulation.endpoints().equals(simulation.truth()), Duration.ofMinutes(1));
        recoveries.add(recovery);

        assertThat(before).containsExactly("10.0.0.1:8080 READY", "10.0.0.2:8080 READY");
        assertThat(meanwhile).isEqualTo(before);
        assertThat(recovery).as("recovery with seed %d", seed).isLessThan(RECOVERY);
        assertThat(simulation.endpoints())
            .containsExactly("10.0.0.1:8080 READY", "10.0.0.2:8080 READY", "10.0.0.3:8080 READY");
      }
    }
    recoveries.sort(null);
    reporter.publishEntry(
        gone + ": right again after",
        recoveries.get(SEEDS / 2) + " (median), " + recoveries.getLast() + " (most)");
  }

  /** The rest of acceptance check 4: what a watch may meet, one after the other. */
  @Test
  void acceptance4IsRightSoonAfterWhateverAWatchMeets() {
    List<Optional<Failure>> ends =
        List.of(
            Optional.empty(),
            Optional.of(new Failure.Unreachable("reset")),
            Optional.of(new Failure.TooLarge("an event of 8 MiB")),
            Optional.of(new Failure.Malformed("a torn event")),
            Optional.of(new Failure.Expired("410")),
            Optional.of(new Failure.Unauthenticated("401")),
            Optional.of(new Failure.Busy("429")),
            Optional.of(new Failure.Refused("403")));
    for (int seed = 0; seed < SEEDS; seed++) {
      try (Simulation simulation = new Simulation(seed)) {
        SimulatedApiServer api = simulation.api();
        api.put(Slices.of("s-0", Slices.ready(1)));
        simulation.reflect();
        for (int i = 0; i < ends.size(); i++) {
          simulation.pass(Duration.ofSeconds(20));

          api.endWatches(ends.get(i));
          api.put(Slices.of("s-" + i, Slices.ready(i + 1), Slices.notReady(i + 2)));
          Duration recovery =
              simulation.until(
                  () -> simulation.endpoints().equals(simulation.truth()), Duration.ofMinutes(1));

          assertThat(recovery).as("%s, seed %d", ends.get(i), seed).isLessThan(RECOVERY);
        }
      }
    }
  }

  /** An hour and more of changes and faults at random, and quiet in between to be right in. */
  @Test
  void isNeverEmptyAndAlwaysRightAgainThroughAnyMixOfFaults() {
    for (int seed = 0; seed < SEEDS; seed++) {
      try (Simulation simulation = new Simulation(seed)) {
        Random random = new Random(seed);
        simulation.api().put(Slices.of("s-0", Slices.ready(1)));
        simulation.reflect();
        simulation.pass(Duration.ofSeconds(1));
        for (int round = 0; round < 40; round++) {
          trouble(simulation, random);
          simulation.api().become(Mode.UP);

          Duration recovery =
              simulation.until(
                  () -> simulation.endpoints().equals(simulation.truth()), Duration.ofMinutes(1));

          assertThat(recovery).as("seed %d, round %d", seed, round).isLessThan(RECOVERY);
          simulation.pass(Duration.ofSeconds(5 + random.nextInt(195)));
          assertThat(simulation.endpoints())
              .as("seed %d, round %d", seed, round)
              .isEqualTo(simulation.truth());
          assertThat(simulation.upstream().source())
              .extracting(Source::fault)
              .as("seed %d, round %d", seed, round)
              .isEqualTo("");
        }
      }
    }
  }

  private static void trouble(Simulation simulation, Random random) {
    SimulatedApiServer api = simulation.api();
    int steps = 1 + random.nextInt(12);
    for (int i = 0; i < steps; i++) {
      switch (random.nextInt(8)) {
        case 0 -> api.become(Mode.REFUSING);
        case 1 -> api.become(Mode.BLACK_HOLE);
        case 2 -> api.become(Mode.UP);
        case 3 -> api.compact();
        case 4 -> api.endWatches(Optional.empty());
        case 5 -> api.delete("s-" + (1 + random.nextInt(5)));
        case 6 -> api.sendBookmarks(random.nextBoolean());
        default -> {
          int pod = random.nextInt(20);
          EndpointSlice.Endpoint endpoint =
              random.nextBoolean() ? Slices.ready(pod) : Slices.notReady(pod);
          api.put(Slices.of("s-" + (1 + random.nextInt(5)), endpoint, Slices.ready(pod + 1)));
        }
      }
      simulation.pass(Duration.ofMillis(random.nextInt(30_000)));
      assertThat(simulation.endpoints()).isNotEmpty();
    }
  }
}
