package dev.vitrine.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.load.Operation.Act;
import dev.vitrine.local.load.Operation.Kind;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenLoadTest {
  private static final long MILLI = 1_000_000;
  private static final Answer OK = new Answer.Given(200, Map.of(), "");

  private final FakeTimeline timeline = new FakeTimeline();
  private final Deque<Promise<Answer>> waiting = new ArrayDeque<>();
  private final OpenLoad load = load(4);

  @Test
  void anAnswerIsTimedFromWhenItWasDue() {
    timeline.pass(30 * MILLI);
    load.arrive(10 * MILLI);
    timeline.pass(5 * MILLI);

    answer(OK);

    assertThat(load.summary().latency().max()).isBetween(25_000L, 25_050L);
  }

  @Test
  void aServerThatStallsOnceIsSeenByAllWhoCameMeanwhile() throws InterruptedException {
    // 1000 requests in ten seconds, each answered within a millisecond; but for half a second the
    // loop itself does not get to send any. Timed from their sending, one would be late.
    OpenLoad stalled = load(Integer.MAX_VALUE);
    LoadPlan plan = new LoadPlan(100, Duration.ofSeconds(10), 0, 1, Rhythm.UNIFORM);

    Pacing.run(
        new Arrivals(plan, new Random(1)),
        timeline,
        due -> {
          stalled.arrive(due);
          timeline.pass(due == 5_000 * MILLI ? 500 * MILLI : MILLI);
          answer(OK);
        });

    Summary summary = stalled.summary();
    assertThat(summary.ended()).isEqualTo(1000);
    assertThat(summary.latency().p50()).isBetween(1_000L, 1_001L);
    // 50 of them were due in that time, 5 %, and were late by 500 ms, 491, 482 ...
    assertThat(summary.latency().p99()).isGreaterThan(350_000);
    assertThat(summary.latency().max()).isBetween(500_000L, 500_500L);
  }

  @Test
  void whatArrivesBeyondTheBoundIsTurnedAwayAndCounted() {
    for (int i = 0; i < 7; i++) {
      load.arrive(0);
    }

    assertThat(waiting).hasSize(4);
    assertThat(load.summary().turnedAway()).isEqualTo(3);
    assertThat(load.summary().underWay()).isEqualTo(4);
    assertThat(load.summary().good()).isFalse();
  }

  @Test
  void whatHasEndedMakesRoom() {
    for (int i = 0; i < 4; i++) {
      load.arrive(0);
    }
    answer(OK);

    load.arrive(0);

    assertThat(waiting).hasSize(4);
    assertThat(load.summary().turnedAway()).isZero();
  }

  @Test
  void otherStatusesAndSilenceAreFaults() {
    load.arrive(0);
    load.arrive(0);
    load.arrive(0);

    answer(OK);
    answer(new Answer.Given(503, Map.of(), ""));
    answer(new Answer.None("reset"));

    Summary summary = load.summary();
    assertThat(summary.faults()).isEqualTo(2);
    assertThat(summary.good()).isFalse();
    assertThat(summary.lines())
        .singleElement()
        .satisfies(line -> {
          assertThat(line.statuses()).isEqualTo(Map.of(200, 1L, 503, 1L));
          assertThat(line.silences()).isEqualTo(1);
          assertThat(line.count()).isEqualTo(3);
        });
  }

  @Test
  void itIsSettledWhenNothingIsUnderWayAnyMore() {
    load.arrive(0);
    var settled = load.close();
    assertThat(settled.isComplete()).isFalse();

    answer(OK);

    assertThat(settled.succeeded()).isTrue();
    assertThat(load.summary().good()).isTrue();
  }

  @Test
  void oneThatNeverBeganIsSettledAtOnce() {
    assertThat(load.close().succeeded()).isTrue();
  }

  private void answer(Answer answer) {
    waiting.removeFirst().complete(answer);
  }

  private OpenLoad load(int most) {
    Operation home =
        new Operation(
            "home",
            Kind.VISIT,
            1,
            Set.of(200),
            new Act((_, _) -> Optional.of(Ask.get("/")), (_, _, _) -> {}));
    Storefront shop =
        _ -> {
          Promise<Answer> promise = Promise.promise();
          waiting.addLast(promise);
          return promise.future();
        };
    return new OpenLoad(new Mix(List.of(home), 0, new Random(1)), shop, timeline::now, most);
  }
}
