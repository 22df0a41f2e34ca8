package dev.vitrine.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.sim.Fleet;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Endpoint.State;
import dev.vitrine.gateway.upstream.EndpointReport.Condition;
import dev.vitrine.gateway.upstream.FailureRecord.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EjectionTest {
  private final VirtualTime time = new VirtualTime();
  private final Fleet fleet = new Fleet(time);
  private final Ejection ejection = spreadBy(20, new Random(7));

  @BeforeEach
  void fourEndpoints() {
    IntStream.rangeClosed(1, 4).forEach(fleet::ready);
    fleet.publish();
  }

  @Test
  void ejectsAfterTwoFailedConnectionsInARow() {
    ejection.connectFailed(one());
    Phase afterOne = phase();
    ejection.connectFailed(one());

    assertThat(afterOne).isEqualTo(Phase.IN_USE);
    assertThat(phase()).isEqualTo(Phase.EJECTED);
    assertThat(one().shown().state()).isEqualTo(State.EJECTED);
    assertThat(one().shown().reason()).startsWith("2 refused connections in a row: ejected for ");
    assertThat(spanLeft()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
  }

  @Test
  void countsOnlyWhatIsInARow() {
    for (int i = 0; i < 20; i++) {
      bad(4);
      ejection.answeredWell(one());
    }

    assertThat(phase()).isEqualTo(Phase.IN_USE);
  }

  @Test
  void ejectsForLongerEachTimeAndForgetsWithCleanTime() {
    bad(5);
    Duration first = spanLeft();
    recover();
    bad(5);
    Duration second = spanLeft();
    recover();
    time.pass(Duration.ofSeconds(25));
    ejection.connectFailed(one());
    ejection.answeredWell(one());
    bad(5);

    assertThat(first).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
    assertThat(second).isBetween(Duration.ofSeconds(16), Duration.ofSeconds(24));
    assertThat(spanLeft()).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
  }

  @Test
  void neverEjectsForLongerThanTheLongest() {
    for (int i = 0; i < 50; i++) {
      bad(5);
      time.pass(spanLeft());
      assertThat(one().failures().tryTrial(time.nanos())).isTrue();
    }
    bad(1);

    assertThat(spanLeft()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 80})
  void ejectsForAsMuchLongerOrShorterAsIsConfigured(int percent) {
    List<Long> millis = new ArrayList<>();
    for (int seed = 0; seed < 100; seed++) {
      Ejection spread = spreadBy(percent, new Random(seed * 0x9E3779B97F4A7C15L));
      spread.connectFailed(one());
      spread.connectFailed(one());
      millis.add(spanLeft().toMillis());
      one().probed(State.READY, "test");
    }

    long most = 5_000L * percent / 100;
    assertThat(millis)
        .allSatisfy(it -> assertThat(it).isBetween(5_000 - most, 5_000 + most))
        .anySatisfy(it -> assertThat(it).isLessThanOrEqualTo(5_000 - most / 2))
        .anySatisfy(it -> assertThat(it).isGreaterThanOrEqualTo(5_000 + most / 2));
  }

  @Test
  void returnsOnlyAfterAGoodTrial() {
    bad(5);
    time.pass(Duration.ofSeconds(12));
    boolean early = one().failures().tryTrial(time.nanos());
    boolean second = one().failures().tryTrial(time.nanos());
    ejection.answeredBadly(one());
    Phase afterBadTrial = phase();
    time.pass(Duration.ofSeconds(24));
    boolean again = one().failures().tryTrial(time.nanos());
    ejection.inconclusive(one());
    boolean afterNothing = one().failures().tryTrial(time.nanos());
    ejection.answeredWell(one());

    assertThat(early).isTrue();
    assertThat(second).isFalse();
    assertThat(afterBadTrial).isEqualTo(Phase.EJECTED);
    assertThat(again).isTrue();
    assertThat(afterNothing).isTrue();
    assertThat(phase()).isEqualTo(Phase.IN_USE);
  }

  @Test
  void ejectsAtMostHalf() {
    for (int number = 1; number <= 4; number++) {
      Endpoint endpoint = fleet.endpoint(number);
      IntStream.range(0, 20).forEach(i -> ejection.answeredBadly(endpoint));
    }

    assertThat(
            fleet.upstream().endpoints().stream()
                .filter(endpoint -> endpoint.failures().phase() == Phase.EJECTED))
        .hasSize(2);
  }

  @Test
  void neverEjectsTheLastOneThatIsReady() {
    for (int number = 2; number <= 4; number++) {
      fleet.tell(number, Condition.NOT_READY, "", 100);
    }
    fleet.publish();

    bad(50);

    assertThat(phase()).isEqualTo(Phase.IN_USE);
  }

  @Test
  void forgetsWhenTheEndpointBecomesReadyAnew() {
    bad(5);
    fleet.tell(1, Condition.NOT_READY, "", 100).publish();
    fleet.ready(1).publish();

    assertThat(phase()).isEqualTo(Phase.IN_USE);
    assertThat(one().failures().ejections()).isZero();
  }

  @Test
  void endsWithAProbeWhereOnlyConnectionsFailed() {
    ejection.connectFailed(one());
    ejection.connectFailed(one());
    one().probed(State.READY, "test");
    Phase afterProbe = phase();
    bad(5);
    one().probed(State.READY, "test");

    assertThat(afterProbe).isEqualTo(Phase.IN_USE);
    assertThat(phase()).isEqualTo(Phase.EJECTED);
  }

  private Ejection spreadBy(int percent, Random random) {
    EjectionConfig config =
        new EjectionConfig(
            2,
            Duration.ofSeconds(5),
            5,
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            50,
            Duration.ofSeconds(10),
            percent);
    return new Ejection(fleet.upstream(), config, random, time::nanos);
  }

  private void bad(int times) {
    IntStream.range(0, times).forEach(i -> ejection.answeredBadly(one()));
  }

  private void recover() {
    time.pass(spanLeft());
    one().failures().tryTrial(time.nanos());
    ejection.answeredWell(one());
  }

  private Duration spanLeft() {
    return Duration.ofNanos(one().failures().ejectedUntilNanos() - time.nanos());
  }

  private Endpoint one() {
    return fleet.endpoint(1);
  }

  private Phase phase() {
    return one().failures().phase();
  }
}
