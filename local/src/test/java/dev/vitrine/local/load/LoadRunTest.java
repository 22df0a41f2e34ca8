package dev.vitrine.local.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.local.load.FakeShop.Mood;
import dev.vitrine.local.supervisor.StopRequest;
import dev.vitrine.local.terminal.Progress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LoadRunTest {
  private final StopRequest stop = new StopRequest();
  private final List<String> doing = new CopyOnWriteArrayList<>();

  @Test
  void aShopThatIsWellAnswersAllOfIt() throws Exception {
    try (FakeShop shop = new FakeShop(Mood.WELL)) {
      // Not so many a second that those due while the machine stands still are too many.
      LoadReport report = run(shop, 150, 6, 0.1);

      Summary summary = report.summary();
      assertThat(wrong(summary)).isEmpty();
      assertThat(summary.good()).isTrue();
      assertThat(summary.arrived()).isEqualTo(900).isEqualTo(summary.ended());
      assertThat(summary.underWay()).isZero();
      assertThat(summary.lines())
          .extracting(Summary.Line::name)
          .contains(
              "GET /products",
              "GET /products, next page",
              "GET /products/{id}, cached",
              "GET /products?category",
              "GET /users/{id}",
              "POST /users",
              "mistake: unknown path");
      assertThat(report.lasted()).isBetween(Duration.ofMillis(5900), Duration.ofSeconds(20));
      assertThat(doing).isNotEmpty().last().asString().contains(" of 6.0 s: ", " sent, ");
    }
  }

  @Test
  void statusesThatShouldNotBeAreFaults() throws Exception {
    try (FakeShop shop = new FakeShop(Mood.OVERLOADED)) {
      Summary summary = run(shop, 50, 1, 0).summary();

      assertThat(summary.faults()).isEqualTo(50);
      assertThat(summary.good()).isFalse();
      assertThat(summary.lines())
          .allSatisfy(line -> assertThat(line.statuses()).containsOnlyKeys(503));
    }
  }

  @Test
  void whoeverHangsUpHasGivenNoAnswer() throws Exception {
    try (FakeShop shop = new FakeShop(Mood.HANGS_UP)) {
      Summary summary = run(shop, 50, 1, 0).summary();

      assertThat(summary.lines().stream().mapToLong(Summary.Line::silences).sum()).isEqualTo(50);
      assertThat(summary.faults()).isEqualTo(50);
    }
  }

  @Test
  void whatASilentShopHoldsIsBoundedAndToldWhenSomebodyStopsIt() throws Exception {
    try (FakeShop shop = new FakeShop(Mood.SILENT);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<LoadReport> run = thread.submit(() -> run(shop, 1000, 3600, 0));
      await().atMost(Duration.ofSeconds(20)).until(() -> doing.stream().anyMatch(this::isFull));

      stop.make();

      Summary summary = run.get().summary();
      assertThat(summary.underWay()).isEqualTo(LoadRun.MOST);
      assertThat(summary.turnedAway()).isPositive();
      assertThat(summary.arrived()).isEqualTo(summary.turnedAway() + LoadRun.MOST);
      assertThat(summary.good()).isFalse();
    }
  }

  private boolean isFull(String said) {
    return said.contains(LoadRun.MOST + " under way");
  }

  private static List<Summary.Line> wrong(Summary summary) {
    return summary.lines().stream().filter(line -> line.faults() > 0).toList();
  }

  private LoadReport run(FakeShop shop, double rate, int seconds, double errors) throws Exception {
    LoadPlan plan = new LoadPlan(rate, Duration.ofSeconds(seconds), errors, 1, Rhythm.UNIFORM);
    return new LoadRun(plan, shop.address(), new Told(), stop).run();
  }

  private final class Told implements Progress {
    @Override
    public void done(String what, String detail) {}

    @Override
    public void doing(String what) {
      doing.add(what);
    }

    @Override
    public void notice(String what) {}

    @Override
    public void failed(String what, List<String> details) {}
  }
}
