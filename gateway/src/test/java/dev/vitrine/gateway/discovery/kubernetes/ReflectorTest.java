package dev.vitrine.gateway.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.discovery.kubernetes.EndpointSlice.AddressType;
import dev.vitrine.gateway.discovery.kubernetes.SimulatedApiServer.Mode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("it takes the log of sources over")
class ReflectorTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Simulation simulation = new Simulation(1);
  private final SimulatedApiServer api = simulation.api();

  @AfterEach
  void stop() {
    simulation.close();
  }

  @Test
  void listsAndThenFollows() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    simulation.reflect();
    simulation.pass(SECOND);
    List<String> first = simulation.endpoints();

    api.put(Slices.of("s-1", Slices.notReady(1)));
    api.put(Slices.of("s-2", Slices.ready(2)));
    simulation.pass(Duration.ofMillis(100));
    List<String> second = simulation.endpoints();
    api.delete("s-1");
    simulation.pass(Duration.ofMillis(100));

    assertThat(first).containsExactly("10.0.0.1:8080 READY");
    assertThat(second).containsExactly("10.0.0.1:8080 NOT_READY", "10.0.0.2:8080 READY");
    assertThat(simulation.endpoints()).containsExactly("10.0.0.2:8080 READY");
    assertThat(api.lists()).isEqualTo(1);
  }

  @Test
  void followsAServiceThatHasNoSlicesYet() {
    simulation.reflect();
    simulation.pass(SECOND);

    api.put(Slices.of("s-1", Slices.ready(1)));
    simulation.pass(Duration.ofMillis(100));

    assertThat(simulation.endpoints()).containsExactly("10.0.0.1:8080 READY");
  }

  @Test
  void takesAListOfManyPagesOverAsOne() {
    for (int slice = 0; slice < 1_203; slice++) {
      api.put(Slices.of("s-%04d".formatted(slice), Slices.ready(slice)));
    }

    simulation.reflect();
    simulation.pass(SimulatedApiServer.LATENCY.multipliedBy(2));
    List<String> midway = simulation.endpoints();
    simulation.pass(SECOND);

    assertThat(midway).isEmpty();
    assertThat(simulation.endpoints()).hasSize(1_203);
    assertThat(api.limits()).containsExactly(500, 500, 500);
  }

  @Test
  void asksForLessWhereAPageIsTooLarge() {
    for (int slice = 0; slice < 20; slice++) {
      api.put(Slices.of("s-%04d".formatted(slice), Slices.ready(slice)));
    }
    api.refusePagesOfMoreThan(10);

    simulation.reflect();
    simulation.pass(SECOND);

    assertThat(simulation.endpoints()).hasSize(20);
    assertThat(api.limits()).startsWith(500, 125, 31, 7);
  }

  @Test
  void beginsAnewWhereAContinuationHasExpired() {
    for (int slice = 0; slice < 600; slice++) {
      api.put(Slices.of("s-%04d".formatted(slice), Slices.ready(slice)));
    }

    simulation.reflect();
    simulation.pass(SimulatedApiServer.LATENCY);
    api.compact();
    simulation.pass(SECOND);

    assertThat(simulation.endpoints()).hasSize(600);
    assertThat(api.lists()).isEqualTo(2);
  }

  @Test
  void takesAWatchThatEndsProperlyUpAgainWithoutAList() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    simulation.reflect();

    simulation.pass(Duration.ofMinutes(9));

    assertThat(api.lists()).isEqualTo(1);
    assertThat(api.timeouts()).hasSize(2);
    assertThat(api.timeouts()).allSatisfy(it -> assertThat(it.toSeconds()).isBetween(261L, 319L));
    assertThat(api.openWatches()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 60})
  void asksForWatchesAsLongAsIsConfigured(int seconds) {
    try (Simulation other = with(Reflecting.watchingFor(Duration.ofSeconds(seconds)))) {
      other.pass(Duration.ofMinutes(5));

      // None is shortened: a list comes after nine minutes at the earliest.
      assertThat(other.api().timeouts()).hasSizeGreaterThan(3);
      assertThat(other.api().timeouts())
          .allSatisfy(it -> assertThat(it.toMillis()).isBetween(seconds * 900L, seconds * 1_100L));
    }
  }

  @Test
  void missesNothingBetweenTwoWatches() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    simulation.reflect();
    simulation.pass(MINUTE);

    api.endWatches(Optional.empty());
    api.put(Slices.of("s-1", Slices.notReady(1)));
    simulation.pass(Duration.ofMillis(100));

    assertThat(simulation.endpoints()).containsExactly("10.0.0.1:8080 NOT_READY");
    assertThat(api.lists()).isEqualTo(1);
  }

  @Test
  void listsAnewEveryTenMinutesOrSo() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    simulation.reflect();

    simulation.pass(Duration.ofHours(10));

    assertThat(api.lists()).isBetween(55, 67);
    assertThat(simulation.faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 60})
  void listsAnewAsOftenAsIsConfigured(int minutes) {
    try (Simulation other = with(Reflecting.listingEvery(MINUTE.multipliedBy(minutes)))) {
      other.pass(MINUTE.multipliedBy(100L * minutes));

      assertThat(other.api().lists()).isBetween(91, 112);
      assertThat(other.faults()).isEmpty();
    }
  }

  @Test
  void listsAnewWhereTwoWatchesEndAtOnceWithoutAWord() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    api.closeEachWatchAtOnce(true);
    simulation.reflect();
    simulation.pass(MINUTE.multipliedBy(5));
    int lists = api.lists();
    int asked = api.asked();

    api.closeEachWatchAtOnce(false);
    simulation.pass(Duration.ofSeconds(10));

    assertThat(lists).isGreaterThan(10);
    assertThat(asked).as("questions in five minutes").isLessThan(250);
    assertThat(api.openWatches()).isEqualTo(1);
  }

  @Test
  void listsAnewAtOnceWhereItsVersionHasExpired() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    simulation.reflect();
    simulation.pass(MINUTE);

    api.put(Slices.of("s-1", Slices.notReady(1)));
    api.endWatches(Optional.empty());
    api.compact();
    simulation.pass(Duration.ofMillis(100));
    List<String> afterEvent = simulation.endpoints();
    api.put(Slices.of("s-1", Slices.ready(1)));
    api.endWatches(Optional.empty());
    api.answerNextBy(new Failure.Expired("410"));
    simulation.pass(Duration.ofMillis(500));

    assertThat(afterEvent).containsExactly("10.0.0.1:8080 NOT_READY");
    assertThat(simulation.endpoints()).containsExactly("10.0.0.1:8080 READY");
    assertThat(api.lists()).isEqualTo(3);
  }

  @Test
  void readsTheTokenAgainAtOnceAndThenSlowly() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    Failure unauthenticated = new Failure.Unauthenticated("401");
    api.answerNextBy(unauthenticated);
    simulation.reflect();
    simulation.pass(Duration.ofMillis(50));
    List<String> atOnce = simulation.endpoints();
    api.endWatches(Optional.empty());

    for (int i = 0; i < 1_000; i++) {
      api.answerNextBy(unauthenticated);
    }
    int before = api.asked();
    simulation.pass(MINUTE);

    assertThat(atOnce).hasSize(1);
    assertThat(api.asked() - before).isBetween(8, 40);
    assertThat(simulation.endpoints()).hasSize(1);
    assertThat(simulation.upstream().source().fault()).isEqualTo("401");
  }

  @Test
  void connectsAnewAfterNinetySecondsOfSilence() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    api.sendBookmarks(false);
    simulation.reflect();
    simulation.pass(SECOND);
    int before = api.asked();

    simulation.pass(Duration.ofSeconds(88));
    int shortly = api.asked();
    simulation.pass(Duration.ofSeconds(2));

    assertThat(shortly).isEqualTo(before);
    assertThat(api.asked()).isEqualTo(before + 1);
    assertThat(api.lists()).isEqualTo(1);
    assertThat(simulation.faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 200})
  void connectsAnewAfterAsMuchSilenceAsIsConfigured(int seconds) {
    try (Simulation other = with(Reflecting.silentFor(Duration.ofSeconds(seconds)))) {
      other.api().sendBookmarks(false);
      other.pass(SECOND);
      int before = other.api().asked();

      other.pass(Duration.ofSeconds(seconds - 2));
      int shortly = other.api().asked();
      other.pass(Duration.ofSeconds(2));

      assertThat(shortly).isEqualTo(before);
      assertThat(other.api().asked()).isEqualTo(before + 1);
    }
  }

  /** Waits are half of their bound on average: by default 3600 s are some 900 questions. */
  @Test
  void waitsAfterRefusalsAtMostAsLongAsIsConfigured() {
    Duration hour = Duration.ofHours(1);
    int soon = askedIn(hour, Reflecting.waiting(Duration.ofMillis(250), SECOND), Mode.UP);
    int late = askedIn(hour, Reflecting.waiting(Duration.ofMillis(250), MINUTE), Mode.UP);

    assertThat(soon).isBetween(6_500, 7_900);
    assertThat(late).isBetween(90, 160);
  }

  @Test
  void waitsAfterFirstFailuresAtMostAsLongAsIsConfigured() {
    Duration hour = Duration.ofHours(1);
    int always = askedIn(hour, Reflecting.waiting(MINUTE, MINUTE), Mode.UP);
    int unanswered = askedIn(hour, Reflecting.waiting(MINUTE, MINUTE), Mode.REFUSING);

    assertThat(always).isBetween(90, 150);
    assertThat(unanswered).as("one that nobody answers").isBetween(90, 150);
  }

  @Test
  void waitsForOneThatDoesNotAnswerNoLongerThanIsConfigured() {
    Duration most = Duration.ofMillis(100);
    int unanswered = askedIn(MINUTE, Reflecting.waiting(most, most), Mode.REFUSING);

    assertThat(unanswered).isBetween(900, 1_400);
  }

  @Test
  void staysWithAWatchThatHasNothingButBookmarks() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    simulation.reflect();
    simulation.pass(SECOND);

    for (int i = 0; i < 4; i++) {
      api.compact();
      simulation.pass(MINUTE);
    }
    api.endWatches(Optional.empty());
    simulation.pass(SECOND);

    assertThat(api.asked()).isEqualTo(3);
    assertThat(api.lists()).as("the last bookmark is new enough to go on from").isEqualTo(1);
    assertThat(simulation.upstream().source().updated())
        .hasValueSatisfying(
            at -> assertThat(Duration.between(at, simulation.now())).isLessThan(MINUTE));
  }

  @Test
  void givesUpOnAnApiServerThatTakesConnectionsAndNothingMore() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    api.become(Mode.MUTE);
    simulation.reflect();
    simulation.pass(Duration.ofSeconds(20));
    int asked = api.asked();

    api.become(Mode.UP);
    simulation.pass(Duration.ofSeconds(16));

    assertThat(asked).isEqualTo(2);
    assertThat(simulation.endpoints()).hasSize(1);
  }

  @Test
  void goesOnAfterAnEventThatIsTooLargeOrMakesNoSense() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    simulation.reflect();
    simulation.pass(SECOND);

    for (Failure failure :
        List.of(new Failure.TooLarge("9 MiB"), new Failure.Malformed("no JSON"))) {
      int lists = api.lists();
      api.endWatches(Optional.of(failure));
      simulation.pass(SECOND);

      assertThat(api.lists()).isEqualTo(lists + 1);
      assertThat(simulation.endpoints()).hasSize(1);
    }
  }

  @Test
  void followsByListsWhereItMayNotWatch() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    api.refuseWatches(new Failure.Refused("403"));
    simulation.reflect();
    simulation.pass(MINUTE);
    int lists = api.lists();

    api.put(Slices.of("s-1", Slices.notReady(1)));
    simulation.pass(Duration.ofSeconds(9));

    assertThat(lists).isBetween(10, 40);
    assertThat(simulation.endpoints()).containsExactly("10.0.0.1:8080 NOT_READY");
    assertThat(simulation.faults()).containsExactly(fault("403"));
    assertThat(simulation.log("discovery.recovered")).isEmpty();
  }

  @Test
  void followsByListsWhereEachWatchBreaksOffOrFails() {
    for (Failure failure : List.of(new Failure.Unreachable("reset"), new Failure.Refused("503"))) {
      try (Simulation broken = new Simulation(2)) {
        broken.api().put(Slices.of("s-1", Slices.ready(1)));
        broken.api().refuseWatches(failure);
        broken.reflect();
        broken.pass(MINUTE);

        broken.api().put(Slices.of("s-1", Slices.notReady(1)));
        broken.pass(Duration.ofSeconds(10));

        assertThat(broken.endpoints()).containsExactly("10.0.0.1:8080 NOT_READY");
        assertThat(broken.api().asked()).as("in 70 s").isLessThan(100);
      }
    }
  }

  @Test
  void saysOnceWhatItCannotUse() {
    EndpointSlice names = Slices.of("s-1", AddressType.FQDN, Slices.ready(1));
    api.put(names);
    simulation.reflect();

    for (int i = 0; i < 10; i++) {
      simulation.pass(SECOND);
      api.put(names);
    }

    assertThat(simulation.log("discovery.ignored")).hasSize(1);
    assertThat(simulation.endpoints()).isEmpty();
  }

  @Test
  void tellsTheLogOfEachChangeOnceHoweverManyAttemptsThereWere() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    simulation.reflect();
    simulation.pass(MINUTE);

    api.become(Mode.REFUSING);
    simulation.pass(MINUTE);
    api.become(Mode.UP);
    simulation.pass(MINUTE);

    assertThat(simulation.log("discovery.updated")).hasSize(1);
    assertThat(simulation.log("discovery.failed")).hasSize(1);
    assertThat(simulation.log("discovery.recovered")).hasSize(1);
  }

  @Test
  void isSilentOnceItIsStopped() {
    api.put(Slices.of("s-1", Slices.ready(1)));
    simulation.reflect();
    simulation.pass(MINUTE);

    simulation.stop();
    api.put(Slices.of("s-1", Slices.notReady(1)));
    int asked = api.asked();
    simulation.pass(Duration.ofHours(1));

    assertThat(api.asked()).isEqualTo(asked);
    assertThat(api.openWatches()).isZero();
    assertThat(simulation.endpoints()).containsExactly("10.0.0.1:8080 READY");
  }

  /** One that reflects from now on. */
  private static Simulation with(ReflectorConfig config) {
    Simulation simulation = new Simulation(3, config);
    simulation.api().put(Slices.of("s-1", Slices.ready(1)));
    simulation.reflect();
    return simulation;
  }

  /** How often it asks an API server that refuses everything, or that is not there. */
  private static int askedIn(Duration span, ReflectorConfig config, Mode mode) {
    try (Simulation simulation = new Simulation(3, config)) {
      simulation.api().become(mode);
      simulation.api().answerNextBy(refusals(10_000));
      simulation.reflect();
      simulation.pass(span);
      return simulation.api().asked();
    }
  }

  private static Failure[] refusals(int many) {
    Failure[] refusals = new Failure[many];
    Arrays.fill(refusals, new Failure.Refused("403"));
    return refusals;
  }

  private static String fault(String why) {
    return "the simulation cannot be read, endpoints unchanged: " + why;
  }
}
