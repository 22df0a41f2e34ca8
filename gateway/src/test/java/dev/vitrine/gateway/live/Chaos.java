package dev.vitrine.gateway.live;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Things that go wrong with shops, at random: at most two of them at a time, and no two of the same
 * kind, which is as much as two retries can mend; but for answers that break off within, which
 * nothing can. All of it happens on one thread.
 */
final class Chaos implements AutoCloseable {
  private static final int MOST_AT_A_TIME = 2;
  private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(4);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Street street;
  private final Random random;
  private final List<Shop> well;
  private final Map<Fault, Shop> faults = new EnumMap<>(Fault.class);
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<Future<?>> scheduled = new ArrayList<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private volatile boolean over;

  private enum Fault {
    KILL,
    PAUSE,
    SLOW,
    UNAVAILABLE,
    RESET,
    BREAK,
    REPLACEMENT
  }

  /** A step that may meet a process that is gone. */
  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private Chaos(Street street, Random random, List<Shop> shops) {
    this.street = street;
    this.random = random;
    this.well = new ArrayList<>(shops);
  }

  /** Begins, with these shops. */
  static Chaos among(Street street, Random random, List<Shop> shops) {
    Chaos chaos = new Chaos(street, random, shops);
    chaos.after(Duration.ofSeconds(10), chaos::strike);
    return chaos;
  }

  /**
   * Begins nothing more, and waits until every shop is well again.
   *
   * @return how often there was which fault
   */
  Map<String, Integer> stop() throws Exception {
    over = true;
    await().atMost(PATIENCE).until(() -> onThread(faults::isEmpty));
    for (Future<?> step : scheduled) {
      rethrow(step);
    }
    return counts;
  }

  /** How many faults there have been. */
  int count() throws Exception {
    return onThread(() -> counts.values().stream().mapToInt(Integer::intValue).sum());
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void strike() throws IOException, InterruptedException {
    if (over) {
      return;
    }
    Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
    if (faults.size() < MOST_AT_A_TIME && !faults.containsKey(fault)) {
      Shop shop = well.remove(random.nextInt(well.size()));
      faults.put(fault, shop);
      counts.merge(fault.name().toLowerCase(java.util.Locale.ROOT), 1, Integer::sum);
      begin(fault, shop);
    }
    after(Duration.ofMillis(random.nextInt(2 * (int) BETWEEN_FAULTS.toMillis())), this::strike);
  }

  private void begin(Fault fault, Shop shop) throws IOException, InterruptedException {
    Duration span = Duration.ofMillis(1_000 + random.nextInt(7_000));
    switch (fault) {
      case KILL -> {
        shop.process().kill();
        after(
            span,
            () -> {
              street.forget(shop);
              end(fault, street.open());
            });
      }
      case PAUSE -> {
        shop.process().signal("STOP");
        after(
            span,
            () -> {
              shop.process().signal("CONT");
              end(fault, shop);
            });
      }
      case SLOW -> mood(fault, shop, Mood.SLOW, span);
      case UNAVAILABLE -> mood(fault, shop, Mood.UNAVAILABLE, span);
      case RESET -> mood(fault, shop, Mood.RESETTING, span);
      case BREAK -> mood(fault, shop, Mood.BREAKING, span);
      case REPLACEMENT -> {
        // As a rolling update does it: the new one first.
        Shop fresh = street.open();
        shop.process().terminate();
        after(
            Duration.ofSeconds(6),
            () -> {
              shop.process().awaitEnd();
              street.forget(shop);
              end(fault, fresh);
            });
      }
    }
  }

  private void mood(Fault fault, Shop shop, Mood mood, Duration span)
      throws IOException, InterruptedException {
    shop.mood(mood);
    after(
        span,
        () -> {
          shop.mood(Mood.WELL);
          end(fault, shop);
        });
  }

  /** A moment later: until the gateway can know that it is well again. */
  private void end(Fault fault, Shop shop) {
    after(
        Duration.ofSeconds(3),
        () -> {
          faults.remove(fault);
          well.add(shop);
        });
  }

  private void after(Duration time, Step step) {
    Callable<Void> task =
        () -> {
          step.run();
          return null;
        };
    scheduled.add(thread.schedule(task, time.toMillis(), TimeUnit.MILLISECONDS));
  }

  private <T> T onThread(Callable<T> question) throws Exception {
    return thread.submit(question).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void rethrow(Future<?> step) throws Exception {
    if (step.isDone()) {
      try {
        step.get();
      } catch (ExecutionException failed) {
        throw new AssertionError("chaos itself failed", failed.getCause());
      }
    }
  }
}
