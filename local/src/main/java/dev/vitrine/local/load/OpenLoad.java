package dev.vitrine.local.load;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * Sends what arrives, as long as not too much is under way, and measures each answer from when the
 * request was due: time that it waited for its turn is the customer's time, too (no coordinated
 * omission). Used by one thread, on which answers also come.
 */
final class OpenLoad {
  private final Mix mix;
  private final Storefront shop;
  private final LongSupplier clock;
  private final int most;
  private final Findings found = new Findings();
  private final Map<Operation, Measure> measures = new LinkedHashMap<>();
  private final Promise<Void> settled = Promise.promise();
  private long arrived;
  private long turnedAway;
  private int underWay;
  private boolean over;

  /**
   * A load.
   *
   * @param clock nanoseconds
   * @param most how many requests may be under way; what arrives beyond is turned away, and counted
   */
  OpenLoad(Mix mix, Storefront shop, LongSupplier clock, int most) {
    this.mix = mix;
    this.shop = shop;
    this.clock = clock;
    this.most = most;
  }

  /**
   * One more arrives.
   *
   * @param due when it should have, by the clock
   */
  void arrive(long due) {
    arrived++;
    if (underWay == most) {
      turnedAway++;
      return;
    }
    Mix.Draw draw = mix.next(found);
    underWay++;
    shop.send(draw.ask()).onSuccess(answer -> ended(draw, answer, clock.getAsLong() - due));
  }

  /** Nothing more arrives; the future succeeds when nothing is under way any more. */
  Future<Void> close() {
    over = true;
    settle();
    return settled.future();
  }

  /** What it has come to so far. */
  Summary summary() {
    List<Summary.Line> lines = new ArrayList<>();
    Histogram all = Measure.histogram();
    measures.forEach((operation, measure) -> {
      lines.add(measure.line(operation));
      measure.addTo(all);
    });
    return new Summary(
        arrived,
        turnedAway,
        underWay,
        lines,
        new Summary.Latency(
            all.getValueAtPercentile(50),
            all.getValueAtPercentile(90),
            all.getValueAtPercentile(99),
            all.getMaxValue()));
  }

  private void ended(Mix.Draw draw, Answer answer, long nanos) {
    underWay--;
    Operation operation = draw.operation();
    measures.computeIfAbsent(operation, _ -> new Measure()).add(operation, answer, nanos);
    if (answer instanceof Answer.Given given && operation.expected().contains(given.status())) {
      operation.act().learning().from(draw.ask(), given, found);
    }
    settle();
  }

  private void settle() {
    if (over && underWay == 0) {
      settled.tryComplete();
    }
  }
}
