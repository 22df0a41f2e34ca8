package dev.vitrine.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.resilience.Admission.Load;
import dev.vitrine.gateway.resilience.Admission.Verdict;
import dev.vitrine.gateway.sim.VirtualTime;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final VirtualTime time = new VirtualTime();

  @Test
  void letsSoManyInAndSoManyWait() {
    Admission admission = admission(2, 1, false);

    List<Future<Verdict>> asked = IntStream.range(0, 4).mapToObj(i -> ask(admission)).toList();

    assertThat(asked.get(0).result()).isEqualTo(Verdict.ADMITTED);
    assertThat(asked.get(1).result()).isEqualTo(Verdict.ADMITTED);
    assertThat(asked.get(2).isComplete()).isFalse();
    assertThat(asked.get(3).result()).isEqualTo(Verdict.QUEUE_FULL);
    assertThat(admission.load()).isEqualTo(new Load(2, 1, 2));
  }

  @Test
  void letsTheOldestInWhenOneEnds() {
    Admission admission = admission(1, 10, false);
    ask(admission);
    Future<Verdict> older = ask(admission);
    Future<Verdict> newer = ask(admission);

    admission.ended();
    time.pass(Duration.ZERO);

    assertThat(older.result()).isEqualTo(Verdict.ADMITTED);
    assertThat(newer.isComplete()).isFalse();
  }

  @Test
  void letsTheNewestInUnderOverload() {
    Admission admission = admission(1, 10, false);
    ask(admission);
    Future<Verdict> oldest = ask(admission);
    time.pass(Duration.ofMillis(200));
    Future<Verdict> newest = ask(admission);

    admission.ended();
    time.pass(Duration.ZERO);

    assertThat(newest.result()).isEqualTo(Verdict.ADMITTED);
    assertThat(oldest.isComplete()).isFalse();
  }

  @Test
  void refusesWhoHasWaitedTooLong() {
    Admission admission = admission(1, 10, false);
    ask(admission);
    Future<Verdict> waiting = ask(admission);

    time.pass(Duration.ofSeconds(1));

    assertThat(waiting.result()).isEqualTo(Verdict.QUEUE_TIMEOUT);
    assertThat(admission.load().queued()).isZero();
    admission.ended();
    assertThat(admission.load().inFlight()).isZero();
  }

  @Test
  void tellsWhoHasNoTimeLeftThatItIsNotTheQueue() {
    Admission admission = admission(1, 10, false);
    ask(admission);
    Future<Verdict> hasty = admission.admit(Duration.ofMillis(300), time);
    Future<Verdict> patient = admission.admit(Duration.ofSeconds(2), time);

    time.pass(Duration.ofMillis(299));
    boolean early = hasty.isComplete();
    time.pass(Duration.ofMillis(1));
    Load then = admission.load();
    time.pass(Duration.ofMillis(700));

    assertThat(early).isFalse();
    assertThat(hasty.result()).isEqualTo(Verdict.OUT_OF_TIME);
    assertThat(then).isEqualTo(new Load(1, 1, 1));
    assertThat(patient.result()).isEqualTo(Verdict.QUEUE_TIMEOUT);
    assertThat(time.waiting()).isZero();
  }

  @Test
  void forgetsWhoHasLeft() {
    Admission admission = admission(1, 10, false);
    ask(admission);
    Future<Verdict> left = ask(admission);
    admission.forget(left);
    Future<Verdict> stays = ask(admission);

    admission.ended();
    time.pass(Duration.ZERO);

    assertThat(stays.result()).isEqualTo(Verdict.ADMITTED);
    assertThat(left.result()).isEqualTo(Verdict.FORGOTTEN);
    admission.ended();
    assertThat(admission.load().inFlight()).isZero();
  }

  @Test
  void letsFewerInWhereTheUpstreamGetsSlower() {
    Admission admission = admission(100, 0, true);
    answer(admission, 1_000, Duration.ofMillis(10), 80);
    int usual = admission.load().limit();
    answer(admission, 100, Duration.ofMillis(200), 100);
    int slow = admission.load().limit();
    answer(admission, 2_000, Duration.ofMillis(10), 80);

    assertThat(usual).isEqualTo(100);
    assertThat(slow).isLessThan(60);
    assertThat(admission.load().limit()).isEqualTo(100);
  }

  @Test
  void letsThoseWhoWaitInWhereTheLimitRises() {
    Admission admission = admission(100, 10, true);
    IntStream.range(0, 100).forEach(late -> admission.overloaded());
    int least = admission.load().limit();
    IntStream.range(0, least).forEach(busy -> ask(admission));
    Future<Verdict> waiting = ask(admission);

    while (admission.load().limit() == least) {
      admission.answered(Duration.ofMillis(10).toNanos());
    }
    Future<Verdict> newcomer = ask(admission);
    time.pass(Duration.ZERO);

    assertThat(waiting.result()).isEqualTo(Verdict.ADMITTED);
    assertThat(newcomer.isComplete()).isFalse();
    assertThat(admission.load()).isEqualTo(new Load(least + 1, 1, least + 1));
  }

  @Test
  void fillsAllPlacesThatAreFreeWhereTheLimitHasRisen() {
    Admission admission = admission(100, 80, true);
    IntStream.range(0, 100).forEach(late -> admission.overloaded());
    List<Future<Verdict>> asked = IntStream.range(0, 100).mapToObj(i -> ask(admission)).toList();

    IntStream.range(0, 200).forEach(quick -> admission.answered(Duration.ofMillis(10).toNanos()));
    time.pass(Duration.ZERO);

    assertThat(asked).allSatisfy(it -> assertThat(it.result()).isEqualTo(Verdict.ADMITTED));
    assertThat(admission.load()).isEqualTo(new Load(100, 0, 100));
  }

  private void answer(Admission admission, int times, Duration took, int busy) {
    for (int i = 0; i < times; i++) {
      int let = 0;
      while (let < busy && ask(admission).result() == Verdict.ADMITTED) {
        let++;
      }
      admission.answered(took.toNanos());
      IntStream.range(0, let).forEach(end -> admission.ended());
    }
  }

  private Future<Verdict> ask(Admission admission) {
    return admission.admit(Duration.ofDays(1), time);
  }

  private Admission admission(int inFlight, int queued, boolean adaptive) {
    return new Admission(
        new AdmissionConfig(
            inFlight, queued, Duration.ofSeconds(1), Duration.ofMillis(100), adaptive),
        time::nanos);
  }
}
