package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.gateway.discovery.kubernetes.ApiServer.Call;
import dev.vitrine.gateway.discovery.kubernetes.ApiServer.Watcher;
import dev.vitrine.gateway.discovery.source.Backoff;
import dev.vitrine.gateway.discovery.source.SourceState;
import dev.vitrine.gateway.time.Timers;
import dev.vitrine.gateway.time.Timers.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Keeps an upstream as the EndpointSlices of its Service say: lists them, then watches for changes
 * from there on, and begins anew where it could have missed one. Whatever the API server does, the
 * endpoints of its last complete word stay until the next one.
 *
 * <p>The protocol is that of the Kubernetes API concepts, "Efficient detection of changes": a watch
 * that ends is taken up at the last version heard of; a version that has expired (410) means a new
 * list. It does no I/O, and knows no clock but the one given to it. For one thread.
 */
final class Reflector {
  static final int PAGE_LIMIT = 500;

  /** For one page; also for the API server to begin its answer to a watch. */
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

  /** Without a byte: a live API server sends a bookmark about once a minute. */
  static final Duration SILENCE = Duration.ofSeconds(90);

  static final Duration RELIST = Duration.ofMinutes(10);
  private static final Duration WATCH = Duration.ofSeconds(290);

  /** How much longer than it was asked to an API server may keep a watch open. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** A watch that lives this long, or tells of something, is one that works. */
  private static final Duration PROOF = Duration.ofSeconds(2);

  /** What is left until the next list is not worth a watch. */
  private static final Duration SHORTEST_WATCH = Duration.ofSeconds(3);

  private static final double SPREAD = 0.1;
  private static final Duration FIRST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  /**
   * An attempt that nobody answers costs the API server nothing, and the next one may be the first
   * to find it back: together with the time to connect this makes less than 2 s.
   */
  private static final Duration LONGEST_WAIT_UNREACHABLE = Duration.ofMillis(750);

  private final ApiServer api;
  private final SliceCache cache;
  private final SourceState state;
  private final Timers timers;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Backoff unreachable;
  private final Backoff refused;
  private final Set<String> ignored = new HashSet<>();

  /** What is under way: a later step makes the answers to all before it come too late. */
  private int step;

  private Call call = () -> {};
  private Cancellation alarm = () -> {};
  private final List<EndpointSlice> listed = new ArrayList<>();
  private int pageLimit = PAGE_LIMIT;
  private String resourceVersion = "";
  private long relistAt;
  private int fruitless;
  private boolean startedAnew;
  private boolean reauthenticated;

  /**
   * One that has not begun.
   *
   * @param nanoTime as {@link System#nanoTime()}
   */
  Reflector(
      ApiServer api,
      SliceCache cache,
      SourceState state,
      Timers timers,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.api = api;
    this.cache = cache;
    this.state = state;
    this.timers = timers;
    this.nanoTime = nanoTime;
    this.random = random;
    this.unreachable = new Backoff(FIRST_WAIT, LONGEST_WAIT_UNREACHABLE, random);
    this.refused = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
  }

  /** Begins, and goes on until it is stopped. */
  void start() {
    list();
  }

  /** Asks and tells nothing more. */
  void stop() {
    next();
  }

  private void list() {
    listed.clear();
    page("");
  }

  private void page(String from) {
    int mine = next();
    call =
        api.list(
            from,
            pageLimit,
            result -> {
              if (mine == step) {
                listed(result);
              }
            });
    alarm(ANSWER_TIMEOUT, () -> failed(new Failure.Unreachable("no list in time"), this::list));
  }

  private void listed(ListResult result) {
    switch (result) {
      case ListResult.Failed(Failure.TooLarge _) when pageLimit > 1 -> {
        pageLimit = Math.max(1, pageLimit / 4);
        list();
      }
      case ListResult.Failed(Failure failure) -> failed(failure, this::list);
      case ListResult.Page page -> {
        reauthenticated = false;
        listed.addAll(page.slices());
        if (page.next().isEmpty()) {
          complete(page.resourceVersion());
        } else {
          page(page.next());
        }
      }
    }
  }

  private void complete(String version) {
    cache.replace(listed);
    listed.clear();
    resourceVersion = version;
    relistAt = nanoTime.getAsLong() + spread(RELIST).toNanos();
    tell();
    watch();
  }

  private void watch() {
    Duration untilRelist = Duration.ofNanos(relistAt - nanoTime.getAsLong());
    Duration spread = spread(WATCH);
    Duration timeout = spread.compareTo(untilRelist) < 0 ? spread : untilRelist;
    if (timeout.compareTo(SHORTEST_WATCH) < 0) {
      list();
      return;
    }
    Watch watch = new Watch(next(), timeout.plus(GRACE));
    call = api.watch(resourceVersion, timeout, watch);
    watch.attend();
  }

  private void tell() {
    state.tells(cache.reports());
    for (String what : cache.unusable()) {
      if (ignored.add(what)) {
        state.ignores(what);
      }
    }
  }

  /** Goes on after a failure: at once where that helps, else after a while. */
  private void failed(Failure failure, Runnable again) {
    switch (failure) {
      case Failure.Expired _ when !startedAnew -> {
        startedAnew = true;
        list();
      }
      case Failure.Unauthenticated _ when !reauthenticated -> {
        reauthenticated = true;
        again.run();
      }
      case Failure.Unreachable _ -> setBack(failure, unreachable, again);
      case Failure.Busy _ -> setBack(failure, refused, again);
      case Failure.Expired _,
          Failure.Unauthenticated _,
          Failure.Refused _,
          Failure.Malformed _,
          Failure.TooLarge _ ->
          setBack(failure, refused, this::list);
    }
  }

  private void setBack(Failure failure, Backoff backoff, Runnable then) {
    state.fails(failure.why());
    pause(backoff, then);
  }

  private void pause(Backoff backoff, Runnable then) {
    next();
    alarm(backoff.next(), then);
  }

  /** The API server can be relied upon: what went wrong before does not count any more. */
  private void proven() {
    unreachable.reset();
    refused.reset();
    startedAnew = false;
    fruitless = 0;
    state.recovers();
  }

  /** Ends what is under way; returns the number of what comes now. */
  private int next() {
    call.cancel();
    call = () -> {};
    alarm.cancel();
    alarm = () -> {};
    return ++step;
  }

  private void alarm(Duration delay, Runnable action) {
    int mine = step;
    alarm.cancel();
    alarm =
        timers.after(
            delay,
            () -> {
              if (mine == step) {
                action.run();
              }
            });
  }

  private Duration spread(Duration duration) {
    double factor = 1 - SPREAD + 2 * SPREAD * random.nextDouble();
    return Duration.ofNanos(Math.round(duration.toNanos() * factor));
  }

  /** A watch, from the question to its end. */
  private final class Watch implements Watcher {
    private final int mine;
    private final long asked = nanoTime.getAsLong();
    private final long until;
    private long heard = asked;
    private boolean opened;
    private boolean proven;

    Watch(int mine, Duration longest) {
      this.mine = mine;
      this.until = asked + longest.toNanos();
    }

    @Override
    public void opened() {
      if (mine == step) {
        opened = true;
        reauthenticated = false;
        heard = nanoTime.getAsLong();
        attend();
      }
    }

    @Override
    public void heard(List<WatchEvent> events) {
      if (mine != step) {
        return;
      }
      heard = nanoTime.getAsLong();
      boolean changed = false;
      for (WatchEvent event : events) {
        switch (event) {
          case WatchEvent.Changed(EndpointSlice slice) -> {
            cache.put(slice);
            changed = true;
            seen(slice.resourceVersion());
          }
          case WatchEvent.Deleted(EndpointSlice slice) -> {
            cache.remove(slice);
            changed = true;
            seen(slice.resourceVersion());
          }
          case WatchEvent.Bookmark(String version) -> seen(version);
          case WatchEvent.Failed(Failure failure) -> {
            end(changed);
            failed(failure, Reflector.this::list);
            return;
          }
        }
      }
      end(changed);
    }

    @Override
    public void closed(Optional<Failure> failure) {
      if (mine != step) {
        return;
      }
      if (proven && failure.isPresent() && failure.get() instanceof Failure.Unreachable) {
        // It worked until now; whether the API server is gone, the next attempt will tell.
        pause(unreachable, Reflector.this::watch);
      } else if (failure.isPresent()) {
        brokeOff(failure.get());
      } else if (nanoTime.getAsLong() - asked >= PROOF.toNanos()) {
        prove();
        watch();
      } else {
        pause(refused, isFruitless() ? Reflector.this::list : Reflector.this::watch);
      }
    }

    private void brokeOff(Failure failure) {
      if (isFruitless() && failure instanceof Failure.Unreachable) {
        // Lists may be all that gets through; they come ever more slowly.
        setBack(failure, refused, Reflector.this::list);
      } else {
        failed(failure, Reflector.this::watch);
      }
    }

    /** Whether this is the second of two watches in a row that were over and had told nothing. */
    private boolean isFruitless() {
      fruitless = proven ? 0 : fruitless + 1;
      boolean second = fruitless >= 2;
      fruitless = second ? 0 : fruitless;
      return second;
    }

    private void seen(String version) {
      if (!version.isEmpty()) {
        resourceVersion = version;
      }
      prove();
    }

    private void end(boolean changed) {
      if (changed) {
        tell();
      } else if (proven) {
        state.confirms();
      }
    }

    private void prove() {
      if (!proven) {
        proven = true;
        state.confirms();
        proven();
      }
    }

    /** Looks after what depends on time alone, and sets the clock to look again. */
    void attend() {
      long now = nanoTime.getAsLong();
      long silentAt = heard + (opened ? SILENCE : ANSWER_TIMEOUT).toNanos();
      long provenAt = asked + PROOF.toNanos();
      if (!opened && silentAt - now <= 0) {
        brokeOff(new Failure.Unreachable("no watch in time"));
      } else if (silentAt - now <= 0 || until - now <= 0) {
        watch();
      } else {
        if (opened && provenAt - now <= 0) {
          prove();
        }
        long next = Math.min(silentAt - now, until - now);
        boolean awaitsProof = opened && !proven;
        long delay = awaitsProof ? Math.min(next, provenAt - now) : next;
        alarm(Duration.ofNanos(delay), this::attend);
      }
    }
  }
}
