package dev.vitrine.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.platform.telemetry.Metric;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Late requests of a route that is hedged: one request in twenty may be asked twice. */
class HedgeBudgetTest {
  /** As many as it takes to know when an answer is late; five of them may be asked twice. */
  private static final int LEARNED = 100;

  private static final Duration BETWEEN = Duration.ofMillis(50);

  /** Much longer than any answer that is not late, and shorter than what ends an attempt. */
  private static final Duration LATE = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private final Random random = new Random(1);
  private final SimulatedShop shop = new SimulatedShop(time, random);
  private final SimulatedGateway gateway = new SimulatedGateway(time, random, shop, true);
  private long ids;

  @BeforeEach
  void begin() {
    shop.server(1);
    shop.server(2);
    gateway.discover(Set.of(1, 2));
    time.pass(Duration.ofSeconds(5));
    learnWhatIsLate();
  }

  @Test
  void asksNobodyElseWhereTooFewRequestsHaveCome() {
    double before = hedges();
    pauseAll();
    List<SimulatedRequest> sent = send(1);
    time.pass(LATE.multipliedBy(2));

    assertThat(sent).allSatisfy(HedgeBudgetTest::isAnswered);
    assertThat(executions(1)).containsExactly(1);
    assertThat(hedges()).isEqualTo(before);
  }

  @Test
  void asksOnlyAsManyTwiceAsTheBudgetHas() {
    double before = hedges();
    pauseAll();
    List<SimulatedRequest> sent = send(LEARNED);
    time.pass(LATE.multipliedBy(2));

    assertThat(sent).allSatisfy(HedgeBudgetTest::isAnswered);
    assertThat(executions(LEARNED)).containsOnly(1, 2);
    assertThat(executions(LEARNED)).filteredOn(times -> times == 2).hasSize(LEARNED / 20);
    assertThat(hedges() - before).isEqualTo(LEARNED / 20);
  }

  @Test
  void asksTwiceAgainWhenThoseBeforeAreLongPast() {
    pauseAll();
    send(LEARNED);
    time.pass(Duration.ofSeconds(20));
    learnWhatIsLate(); // anew: all of those took long
    double before = hedges();
    pauseAll();
    List<SimulatedRequest> sent = send(20);
    time.pass(LATE.multipliedBy(2));

    assertThat(sent).allSatisfy(HedgeBudgetTest::isAnswered);
    assertThat(hedges() - before).isEqualTo(1);
  }

  private void learnWhatIsLate() {
    for (int i = 0; i < LEARNED; i++) {
      send(1);
      time.pass(BETWEEN);
    }
    // Long enough that none of them counts for the budget any more.
    time.pass(Duration.ofSeconds(12));
    assertThat(gateway.resilience().hedging().patience())
        .hasValueSatisfying(patience -> assertThat(patience).isLessThan(LATE.dividedBy(2)));
  }

  private void pauseAll() {
    shop.server(1).pause(LATE);
    shop.server(2).pause(LATE);
  }

  private List<SimulatedRequest> send(int count) {
    List<SimulatedRequest> requests =
        IntStream.range(0, count)
            .mapToObj(i -> new SimulatedRequest(ids++, HttpMethod.GET, () -> {}))
            .toList();
    requests.forEach(request -> gateway.handle(request.request()));
    return requests;
  }

  /** How often the last of them were done. */
  private List<Integer> executions(int count) {
    return LongStream.range(ids - count, ids).mapToObj(shop::executions).toList();
  }

  private double hedges() {
    return gateway
        .meters()
        .find(Metric.GATEWAY_RETRIES.meter())
        .tag("reason", "late")
        .counters()
        .stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private static void isAnswered(SimulatedRequest request) {
    assertThat(request.isAnsweredOnce()).isTrue();
    assertThat(request.status()).isEqualTo(204);
  }
}
