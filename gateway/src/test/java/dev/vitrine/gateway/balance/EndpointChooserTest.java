package dev.vitrine.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vitrine.gateway.sim.Fleet;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.EndpointReport.Condition;
import dev.vitrine.gateway.upstream.FailureRecord.Cause;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointChooserTest {
  private static final int MANY = 20_000;
  private static final Duration SLOW_START = Duration.ofSeconds(30);

  private final VirtualTime time = new VirtualTime();
  private final Fleet fleet = new Fleet(time);
  private EndpointChooser chooser = chooser(Optional.empty());

  @Test
  void choosesNobodyWhereNobodyIsReady() {
    fleet.publish();
    Optional<Endpoint> ofNone = choose();
    fleet.tell(1, Condition.NOT_READY, "", 100).publish();

    assertThat(ofNone).isEmpty();
    assertThat(choose()).isEmpty();
  }

  @Test
  void neverChoosesOneThatWasTried() {
    fleet.ready(1).ready(2).publish();
    Endpoint one = fleet.endpoint(1);

    assertThat(chooser.choose(fleet.upstream(), Set.of(one))).contains(fleet.endpoint(2));
    assertThat(chooser.choose(fleet.upstream(), Set.copyOf(fleet.upstream().endpoints())))
        .isEmpty();
  }

  @Test
  void spreadsIdleEndpointsEvenly() {
    IntStream.rangeClosed(1, 5).forEach(fleet::ready);
    fleet.publish();

    assertThat(shares().values())
        .hasSize(5)
        .allSatisfy(part -> assertThat(part).isCloseTo(0.2, within(0.01)));
  }

  @Test
  void leavesAloneWhatIsBusyOrSlow() {
    fleet.ready(1).ready(2).ready(3).publish();
    IntStream.range(0, 10).forEach(i -> fleet.endpoint(1).acquire());
    fleet.endpoint(2).latency().observe(Duration.ofSeconds(1).toNanos(), time.nanos());
    fleet.endpoint(3).latency().observe(Duration.ofMillis(1).toNanos(), time.nanos());

    Map<Integer, Double> shares = shares();

    assertThat(shares.getOrDefault(3, 0.0)).isGreaterThan(0.6);
    assertThat(shares.getOrDefault(2, 0.0)).isLessThan(0.35);
  }

  @Test
  void triesASlowOneAgainAfterAWhile() {
    fleet.ready(1).ready(2).publish();
    fleet.endpoint(1).latency().observe(Duration.ofSeconds(1).toNanos(), time.nanos());
    fleet.endpoint(2).latency().observe(Duration.ofMillis(10).toNanos(), time.nanos());
    double before = shares().getOrDefault(1, 0.0);

    for (int second = 0; second < 60; second++) {
      time.pass(Duration.ofSeconds(1));
      fleet.endpoint(2).latency().observe(Duration.ofMillis(10).toNanos(), time.nanos());
    }

    assertThat(before).isZero();
    assertThat(shares().getOrDefault(1, 0.0)).isPositive();
  }

  @Test
  void givesByWeight() {
    fleet.tell(1, Condition.READY, "", 300).tell(2, Condition.READY, "", 100).publish();

    Map<Integer, Integer> inFlight = loads(4_000);

    assertThat(inFlight.getOrDefault(1, 0) / (double) inFlight.getOrDefault(2, 1))
        .isCloseTo(3, within(0.05));
  }

  @Test
  void warmsUpOneThatIsNewAmongOthers() {
    fleet.ready(1).ready(2).publish();
    time.pass(SLOW_START);
    fleet.ready(3).publish();
    double atOnce = shares().getOrDefault(3, 0.0);
    time.pass(SLOW_START.dividedBy(2));
    double halfway = shares().getOrDefault(3, 0.0);
    time.pass(SLOW_START.dividedBy(2));

    assertThat(atOnce).isCloseTo(0.033, within(0.01));
    assertThat(halfway).isCloseTo(0.55 / 3, within(0.02));
    assertThat(shares().getOrDefault(3, 0.0)).isCloseTo(1.0 / 3, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 100})
  void beginsToWarmUpWithAsMuchAsIsConfigured(int percent) {
    chooser = chooser(Optional.empty(), percent);
    fleet.ready(1).ready(2).publish();
    time.pass(SLOW_START);
    fleet.ready(3).publish();

    assertThat(shares().getOrDefault(3, 0.0)).isCloseTo(percent / 300.0, within(0.01));
  }

  @Test
  void warmsUpNobodyWhereAllAreNew() {
    fleet.ready(1).publish();
    time.pass(Duration.ofSeconds(10));
    fleet.ready(2).publish();

    assertThat(shares().getOrDefault(2, 0.0)).isCloseTo(0.5, within(0.02));
  }

  @Test
  void staysInItsZoneAsLongAsThatCarriesItsShare() {
    chooser = chooser(Optional.of("a"));
    fleet.tell(1, Condition.READY, "a", 100).tell(2, Condition.READY, "b", 100).publish();
    Map<Integer, Double> balanced = shares();
    fleet.tell(3, Condition.READY, "b", 100).tell(4, Condition.READY, "b", 100).publish();

    assertThat(balanced.get(1)).isEqualTo(1.0);
    // A quarter of the capacity, for half of the requests: half of them stay.
    assertThat(shares().get(1)).isCloseTo(0.5, within(0.02));
  }

  @Test
  void leavesAZoneThatHasNobody() {
    chooser = chooser(Optional.of("a"));
    fleet.tell(1, Condition.NOT_READY, "a", 100).tell(2, Condition.READY, "b", 100).publish();

    assertThat(choose()).contains(fleet.endpoint(2));
  }

  @Test
  void acceptance5_servesFromTerminatingEndpointsOnlyWhereNoOtherIsReady() {
    fleet.ready(1).tell(2, Condition.TERMINATING, "", 100).publish();
    Map<Integer, Double> withOther = shares();
    fleet.tell(1, Condition.NOT_READY, "", 100).publish();

    assertThat(withOther).containsOnlyKeys(1);
    assertThat(shares()).containsOnlyKeys(2);
  }

  @Test
  void avoidsWhatIsEjectedUntilTooLittleIsLeft() {
    IntStream.rangeClosed(1, 4).forEach(fleet::ready);
    fleet.publish();
    eject(1);
    eject(2);
    Map<Integer, Double> halfLeft = shares();
    eject(3);

    assertThat(halfLeft).containsOnlyKeys(3, 4);
    assertThat(shares()).containsOnlyKeys(1, 2, 3, 4);
  }

  @Test
  void takesWhatIsEjectedForARequestThatHasBeenToAllOthers() {
    fleet.ready(1).ready(2).publish();
    eject(1);

    assertThat(chooser.choose(fleet.upstream(), Set.of(fleet.endpoint(2))))
        .contains(fleet.endpoint(1));
    assertThat(chooser.canChoose(fleet.upstream(), Set.of(fleet.endpoint(2)))).isTrue();
  }

  @Test
  void leavesAloneWhatFailsThoughItMayNotBeEjected() {
    fleet.ready(1).ready(2).publish();
    IntStream.range(0, 100).forEach(i -> fleet.endpoint(1).failures().answeredBadly());

    assertThat(shares()).containsOnlyKeys(2);
  }

  @Test
  void doesNotSpareANewOneForOneThatFails() {
    fleet.ready(1).publish();
    time.pass(Duration.ofMinutes(1));
    fleet.ready(2).publish();
    IntStream.range(0, 100).forEach(i -> fleet.endpoint(1).failures().answeredBadly());

    assertThat(shares()).containsOnlyKeys(2);
  }

  @Test
  void triesOneThatWasEjectedByOneRequest() {
    fleet.ready(1).ready(2).publish();
    eject(1);
    time.pass(Duration.ofMinutes(1));

    List<Optional<Endpoint>> chosen = IntStream.range(0, 50).mapToObj(i -> choose()).toList();

    assertThat(chosen.getFirst()).contains(fleet.endpoint(1));
    assertThat(chosen.subList(1, 50)).containsOnly(Optional.of(fleet.endpoint(2)));
  }

  @Test
  void looksWithoutTakingTheTrial() {
    fleet.ready(1).ready(2).publish();
    eject(1);
    time.pass(Duration.ofMinutes(1));

    boolean there = chooser.canHedge(fleet.upstream(), Set.of(fleet.endpoint(2)));

    assertThat(there).isFalse();
    assertThat(chooser.canChoose(fleet.upstream(), Set.of(fleet.endpoint(2)))).isTrue();
    assertThat(chooser.canChoose(fleet.upstream(), Set.of())).isTrue();
    assertThat(choose()).contains(fleet.endpoint(1));
  }

  /** After more requests than a counter of 32 bits has room for. */
  @Test
  @EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
  void acceptance14_spreadsWithinOnePercentAfterTwoToThe31Requests() {
    fleet.ready(1).ready(2).ready(3).publish();
    for (Endpoint endpoint : fleet.upstream().endpoints()) {
      for (long i = 0; i <= (1L << 31) / 3; i++) {
        endpoint.acquire();
        endpoint.release();
      }
    }

    Map<Integer, Double> shares = shares();

    assertThat(shares.values())
        .hasSize(3)
        .allSatisfy(part -> assertThat(part).isCloseTo(1 / 3.0, within(0.01)));
    assertThat(fleet.upstream().endpoints())
        .allSatisfy(endpoint -> {
          assertThat(endpoint.requests()).isGreaterThan((1L << 31) / 3);
          assertThat(endpoint.inFlight()).isZero();
        });
  }

  /** While endpoints come, go, come back, and change, in whatever order they are told. */
  @Test
  void acceptance14_countsExactlyThroughTenThousandSnapshots() throws Exception {
    fleet.ready(1).ready(2).publish();
    CountDownLatch begun = new CountDownLatch(2);
    AtomicBoolean over = new AtomicBoolean();
    Map<Endpoint, Tally> expected = new HashMap<>();

    try (ExecutorService loops = Executors.newFixedThreadPool(2)) {
      List<Future<Map<Endpoint, Tally>>> loads =
          Stream.of(1, 2).map(seed -> loops.submit(() -> load(seed, begun, over))).toList();
      try {
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        publishTenThousandSnapshots();
      } finally {
        over.set(true);
      }
      for (Future<Map<Endpoint, Tally>> load : loads) {
        load.get().forEach((endpoint, tally) -> expected.merge(endpoint, tally, Tally::plus));
      }
    }

    assertThat(expected).hasSizeGreaterThan(10);
    assertThat(expected).containsKeys(fleet.endpoint(1), fleet.endpoint(2));
    assertThat(expected)
        .allSatisfy((endpoint, tally) ->
            assertThat(new Tally(endpoint.inFlight(), endpoint.requests())).isEqualTo(tally));
  }

  /** What one endpoint has, and has had. */
  private record Tally(int inFlight, long requests) {
    Tally plus(Tally other) {
      return new Tally(inFlight + other.inFlight, requests + other.requests);
    }
  }

  /** Chooses and counts for itself until it is over; of three requests one is not over then. */
  private Map<Endpoint, Tally> load(int seed, CountDownLatch begun, AtomicBoolean over) {
    EndpointChooser mine =
        new EndpointChooser(
            new BalanceConfig(SLOW_START, 10, 50), Optional.empty(), new Random(seed), time::nanos);
    Map<Endpoint, Tally> tallies = new HashMap<>();
    for (int i = 0; !over.get(); i++) {
      Endpoint chosen = mine.choose(fleet.upstream(), Set.of()).orElseThrow();
      chosen.acquire();
      boolean ends = i % 3 != 0;
      if (ends) {
        chosen.release();
      }
      tallies.merge(chosen, new Tally(ends ? 0 : 1, 1), Tally::plus);
      if (i == 0) {
        begun.countDown();
      }
    }
    return tallies;
  }

  /** The first two are always there, and ready. */
  private void publishTenThousandSnapshots() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      int number = 3 + random.nextInt(4);
      if (random.nextBoolean()) {
        fleet.without(number); // and told behind the others when it is back
      } else {
        Condition condition = random.nextInt(4) == 0 ? Condition.NOT_READY : Condition.READY;
        fleet.tell(number, condition, "", 50 + random.nextInt(100));
      }
      fleet.publish();
    }
  }

  private void eject(int number) {
    fleet
        .upstream()
        .ejected(
            fleet.endpoint(number),
            time.nanos() + Duration.ofSeconds(10).toNanos(),
            Cause.BAD_ANSWERS,
            5);
  }

  private EndpointChooser chooser(Optional<String> zone) {
    return chooser(zone, 10);
  }

  private EndpointChooser chooser(Optional<String> zone, int slowStartShare) {
    return new EndpointChooser(
        new BalanceConfig(SLOW_START, slowStartShare, 50), zone, new Random(42), time::nanos);
  }

  private Optional<Endpoint> choose() {
    return chooser.choose(fleet.upstream(), Set.of());
  }

  /** The part of the requests that each endpoint gets, none of which takes any time. */
  private Map<Integer, Double> shares() {
    Map<Integer, Double> shares = new HashMap<>();
    for (int i = 0; i < MANY; i++) {
      shares.merge(Fleet.number(choose().orElseThrow()), 1.0 / MANY, Double::sum);
    }
    shares.replaceAll((number, part) -> Math.round(part * MANY) / (double) MANY);
    return shares;
  }

  /** How many requests each endpoint has, where none ever ends. */
  private Map<Integer, Integer> loads(int requests) {
    for (int i = 0; i < requests; i++) {
      choose().orElseThrow().acquire();
    }
    Map<Integer, Integer> loads = new HashMap<>();
    fleet
        .upstream()
        .endpoints()
        .forEach(endpoint -> loads.put(Fleet.number(endpoint), endpoint.inFlight()));
    return loads;
  }
}
