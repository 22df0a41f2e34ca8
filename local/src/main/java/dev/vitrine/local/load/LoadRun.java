package dev.vitrine.local.load;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.vitrine.local.catalog.DemoCatalog;
import dev.vitrine.local.port.HostPort;
import dev.vitrine.local.supervisor.StopRequest;
import dev.vitrine.local.terminal.Elapsed;
import dev.vitrine.local.terminal.Progress;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** Makes load on a gateway until the plan is fulfilled, or somebody asks to stop. */
public final class LoadRun {
  /** How many requests are under way at once. */
  static final int MOST = 256;

  /** Requests before the first that counts. */
  static final int WARM_UP = 20;

  private static final Duration WARM_UP_MOST = Duration.ofSeconds(3);
  private static final Duration MARGIN = Duration.ofSeconds(5);
  private static final Duration WHEN_STOPPED = Duration.ofSeconds(1);

  private final LoadPlan plan;
  private final HostPort target;
  private final Progress progress;
  private final StopRequest stop;

  /**
   * Describes a run.
   *
   * @param target a gateway on this machine
   * @param stop ends it early
   */
  public LoadRun(LoadPlan plan, HostPort target, Progress progress, StopRequest stop) {
    this.plan = plan;
    this.target = target;
    this.progress = progress;
    this.stop = stop;
  }

  /** Returns when nothing is under way any more; when told to stop, about a second later. */
  public LoadReport run() throws IOException, InterruptedException {
    // What a connection meets is in the summary.
    ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
    Operations operations = operations();
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1));
    try {
      return run(vertx, operations);
    } finally {
      vertx.close().await();
    }
  }

  private LoadReport run(Vertx vertx, Operations operations) throws InterruptedException {
    Context loop = vertx.getOrCreateContext();
    Random seeds = new Random(plan.seed());
    Mix mix = new Mix(operations.all(), plan.errors(), new Random(seeds.nextLong()));
    Arrivals arrivals = new Arrivals(plan, new Random(seeds.nextLong()));
    HttpStorefront shop = new HttpStorefront(vertx, target, MOST);
    warmUp(loop, operations, shop);
    OpenLoad load = new OpenLoad(mix, shop, System::nanoTime, MOST);
    long begin = System.nanoTime();
    loop.runOnContext(_ -> vertx.setPeriodic(1000, _ -> tell(load.summary(), begin)));
    Pacing.run(arrivals, new WallTimeline(stop), due -> loop.runOnContext(_ -> load.arrive(due)));
    Duration lasted = Duration.ofNanos(System.nanoTime() - begin);
    settle(on(loop, load::close).compose(settled -> settled));
    return new LoadReport(target, plan, lasted, on(loop, load::summary).await());
  }

  // Our own first steps take a second on a busy machine, and are not to be taken for the server's.
  private static void warmUp(Context loop, Operations operations, Storefront shop) {
    List<Operation> reads =
        operations.all().stream().filter(each -> each.name().startsWith("GET ")).toList();
    OpenLoad load = new OpenLoad(new Mix(reads, 0, new Random(0)), shop, System::nanoTime, MOST);
    for (int i = 0; i < WARM_UP; i++) {
      loop.runOnContext(_ -> load.arrive(System.nanoTime()));
    }
    await(on(loop, load::close).compose(settled -> settled), WARM_UP_MOST);
    on(loop, load::summary).await();
  }

  private Operations operations() throws IOException {
    String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    return new Operations(run, DemoCatalog.products());
  }

  // Each request gives up by itself; whoever has asked to stop does not wait for that.
  private void settle(Future<Void> settled) throws InterruptedException {
    Duration patience = HttpStorefront.PATIENCE.plus(MARGIN);
    long deadline = System.nanoTime() + patience.toNanos();
    while (!settled.isComplete() && System.nanoTime() < deadline) {
      if (stop.await(Duration.ofMillis(20))) {
        await(settled, WHEN_STOPPED);
        return;
      }
    }
  }

  private static void await(Future<Void> future, Duration most) {
    try {
      future.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // What is under way still is counted as that.
      return;
    }
  }

  private static <T> Future<T> on(Context loop, Callable<T> act) {
    Promise<T> promise = Promise.promise();
    loop.runOnContext(_ -> {
      try {
        promise.complete(act.call());
      } catch (Exception e) {
        promise.fail(e);
      }
    });
    return promise.future();
  }

  private void tell(Summary now, long begin) {
    progress.doing(
        String.format(
            Locale.ROOT,
            "%s of %s: %d sent, %d under way, p99 %s, %d not as expected",
            Elapsed.since(begin),
            Elapsed.words(plan.duration()),
            now.arrived() - now.turnedAway(),
            now.underWay(),
            LoadReport.millis(now.latency().p99()),
            now.faults() + now.turnedAway()));
  }

  /** The machine's clock. */
  private record WallTimeline(StopRequest stop) implements Timeline {
    @Override
    public long now() {
      return System.nanoTime();
    }

    @Override
    public boolean reaches(long nanos) throws InterruptedException {
      return !stop.await(Duration.ofNanos(Math.max(0, nanos - now())));
    }
  }
}
