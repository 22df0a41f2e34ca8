package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.gateway.sim.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An API server in virtual time: keeps slices and their history, answers lists by pages and watches
 * by what happened since, and fails in every way that a test tells it to.
 */
final class SimulatedApiServer implements ApiServer {
  static final Duration LATENCY = Duration.ofMillis(5);

  /** How it answers. */
  enum Mode {
    UP,
    /** Connections are refused. */
    REFUSING,
    /** Packets vanish; a connect attempt ends after a second, an open watch hears nothing. */
    BLACK_HOLE,
    /** Connections are taken, and nothing more. */
    MUTE
  }

  private final VirtualTime time;
  private final Map<String, EndpointSlice> slices = new TreeMap<>();
  private final List<Change> history = new ArrayList<>();
  private final List<OpenWatch> watches = new ArrayList<>();
  private final Deque<Failure> failures = new ArrayDeque<>();
  private final List<Integer> limits = new ArrayList<>();
  private final List<Duration> timeouts = new ArrayList<>();
  private Mode mode = Mode.UP;
  private int version = 100;
  private int oldest;
  private int lists;
  private int asked;
  private int largestPage = Integer.MAX_VALUE;
  private boolean bookmarks = true;
  private boolean closesAtOnce;
  private Optional<Failure> watchFailure = Optional.empty();

  SimulatedApiServer(VirtualTime time) {
    this.time = time;
    tick();
  }

  private record Change(int version, WatchEvent event) {}

  private final class OpenWatch {
    private final Watcher watcher;
    private boolean over;

    OpenWatch(Watcher watcher) {
      this.watcher = watcher;
    }

    void hear(WatchEvent event) {
      later(() -> {
        if (mode == Mode.UP) {
          watcher.heard(List.of(event));
        }
      });
    }

    void close(Optional<Failure> failure) {
      later(() -> {
        over = true;
        watcher.closed(failure);
      });
    }

    private void later(Runnable action) {
      time.after(
          LATENCY,
          () -> {
            if (!over) {
              action.run();
            }
          });
    }
  }

  // What a test does.

  void put(EndpointSlice slice) {
    EndpointSlice now =
        new EndpointSlice(
            slice.name(),
            Integer.toString(++version),
            slice.addressType(),
            slice.endpoints(),
            slice.ports());
    slices.put(now.name(), now);
    happened(new WatchEvent.Changed(now));
  }

  void delete(String name) {
    EndpointSlice before = slices.remove(name);
    if (before != null) {
      happened(
          new WatchEvent.Deleted(
              new EndpointSlice(
                  name,
                  Integer.toString(++version),
                  before.addressType(),
                  before.endpoints(),
                  before.ports())));
    }
  }

  /** Forgets what happened: no watch and no list can go on from before now. */
  void compact() {
    oldest = ++version;
    history.clear();
  }

  void become(Mode next) {
    mode = next;
    if (next == Mode.REFUSING) {
      endWatches(Optional.of(new Failure.Unreachable("reset")));
    } else if (next == Mode.UP) {
      // What was open in the dark is reset by the peer, which knows of it no more.
      endWatches(Optional.of(new Failure.Unreachable("reset")));
    }
  }

  /** The next questions, in order, get these answers. */
  void answerNextBy(Failure... next) {
    failures.addAll(List.of(next));
  }

  /** Every open watch hears this, whatever it means. */
  void say(WatchEvent event) {
    List.copyOf(watches).forEach(watch -> watch.hear(event));
  }

  void endWatches(Optional<Failure> failure) {
    List.copyOf(watches).forEach(watch -> watch.close(failure));
    watches.clear();
  }

  void closeEachWatchAtOnce(boolean closes) {
    closesAtOnce = closes;
  }

  void refuseWatches(Failure failure) {
    watchFailure = Optional.of(failure);
  }

  void sendBookmarks(boolean sends) {
    bookmarks = sends;
  }

  void refusePagesOfMoreThan(int slices) {
    largestPage = slices;
  }

  // What a test sees.

  List<EndpointSlice> slices() {
    return List.copyOf(slices.values());
  }

  int lists() {
    return lists;
  }

  /** All questions so far. */
  int asked() {
    return asked;
  }

  int openWatches() {
    return watches.size();
  }

  List<Integer> limits() {
    return limits;
  }

  /** What the watches so far asked for as their time. */
  List<Duration> timeouts() {
    return timeouts;
  }

  // What the reflector asks.

  @Override
  public Call list(String from, int limit, Consumer<ListResult> receiver) {
    asked++;
    limits.add(limit);
    if (from.isEmpty()) {
      lists++;
    }
    return answer(
        failure -> receiver.accept(new ListResult.Failed(failure)),
        () -> receiver.accept(page(from, limit)));
  }

  @Override
  public Call watch(String resourceVersion, Duration timeout, Watcher watcher) {
    asked++;
    timeouts.add(timeout);
    OpenWatch watch = new OpenWatch(watcher);
    Call opening =
        answer(
            failure -> watcher.closed(Optional.of(failure)),
            () -> open(watch, Integer.parseInt(resourceVersion), timeout));
    return () -> {
      opening.cancel();
      watch.over = true;
      watches.remove(watch);
    };
  }

  private Call answer(Consumer<Failure> failed, Runnable answered) {
    return switch (mode) {
      case MUTE -> () -> {};
      case REFUSING ->
          after(LATENCY, () -> failed.accept(new Failure.Unreachable("connection refused")));
      case BLACK_HOLE ->
          after(
              Duration.ofSeconds(1), () -> failed.accept(new Failure.Unreachable("no connection")));
      case UP -> {
        Failure failure = failures.poll();
        yield after(LATENCY, failure == null ? answered : () -> failed.accept(failure));
      }
    };
  }

  private Call after(Duration delay, Runnable action) {
    return time.after(delay, action)::cancel;
  }

  private ListResult page(String from, int limit) {
    String[] place = from.isEmpty() ? new String[] {"0", ""} : from.split("/", -1);
    int asOf = from.isEmpty() ? version : Integer.parseInt(place[0]);
    if (asOf < oldest) {
      return new ListResult.Failed(new Failure.Expired("the continue token is too old"));
    }
    List<EndpointSlice> rest =
        slices.values().stream().filter(slice -> slice.name().compareTo(place[1]) > 0).toList();
    List<EndpointSlice> page = rest.stream().limit(limit).toList();
    if (page.size() > largestPage) {
      return new ListResult.Failed(new Failure.TooLarge("a page"));
    }
    String next = page.size() < rest.size() ? asOf + "/" + page.getLast().name() : "";
    return new ListResult.Page(page, next, Integer.toString(asOf));
  }

  private void open(OpenWatch watch, int since, Duration timeout) {
    if (watchFailure.isPresent()) {
      watch.watcher.closed(watchFailure);
      return;
    }
    if (since < oldest) {
      watch.watcher.opened();
      watch.hear(new WatchEvent.Failed(new Failure.Expired("too old")));
      return;
    }
    watches.add(watch);
    watch.watcher.opened();
    history.stream()
        .filter(change -> change.version() > since)
        .forEach(change -> watch.hear(change.event()));
    if (closesAtOnce) {
      watches.remove(watch);
      watch.close(Optional.empty());
      return;
    }
    time.after(
        timeout,
        () -> {
          if (mode == Mode.UP && watches.remove(watch)) {
            watch.close(Optional.empty());
          }
        });
  }

  private void happened(WatchEvent event) {
    history.add(new Change(version, event));
    if (mode == Mode.UP) {
      List.copyOf(watches).forEach(watch -> watch.hear(event));
    }
  }

  /** A bookmark for every watch each minute. */
  private void tick() {
    time.after(
        Duration.ofMinutes(1),
        () -> {
          if (bookmarks && mode == Mode.UP) {
            say(new WatchEvent.Bookmark(Integer.toString(version)));
          }
          tick();
        });
  }
}
