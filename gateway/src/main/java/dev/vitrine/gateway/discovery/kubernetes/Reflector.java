package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.gateway.discovery.source.Pace;
import dev.vitrine.gateway.discovery.source.SourceState;
import java.time.Duration;

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
  /** What is left until the next list is not worth a watch. */
  private static final Duration SHORTEST_WATCH = Duration.ofSeconds(3);

  private static final int SPREAD = 10;

  private final ApiServer api;
  private final Pace pace;
  private final ReflectorConfig config;
  private final Steps steps;
  private final KnownSlices known;
  private final Recovery recovery;
  private final Listing listing;
  private long relistAt;

  /** One that has not begun. */
  Reflector(ApiServer api, SliceCache cache, SourceState state, Pace pace, ReflectorConfig config) {
    this.api = api;
    this.pace = pace;
    this.config = config;
    this.steps = new Steps(pace.timers());
    this.known = new KnownSlices(cache, state);
    this.recovery = new Recovery(steps, state, pace, config, this::list);
    this.listing = new Listing(api, steps, recovery, this::listed);
  }

  /** Begins, and goes on until it is stopped. */
  void start() {
    list();
  }

  /** Asks and tells nothing more. */
  void stop() {
    steps.next();
  }

  private void list() {
    listing.start();
  }

  private void listed(Listing.Complete list) {
    relistAt = pace.now() + pace.spread(config.relist(), SPREAD).toNanos();
    known.replace(list.slices(), list.version());
    watch();
  }

  private void watch() {
    Duration untilRelist = Duration.ofNanos(relistAt - pace.now());
    Duration spread = pace.spread(config.watchTimeout(), SPREAD);
    Duration timeout = spread.compareTo(untilRelist) < 0 ? spread : untilRelist;
    if (timeout.compareTo(SHORTEST_WATCH) < 0) {
      list();
    } else {
      new Watch(steps, pace, known, recovery, this::watch).open(api, timeout, config.silence());
    }
  }
}
