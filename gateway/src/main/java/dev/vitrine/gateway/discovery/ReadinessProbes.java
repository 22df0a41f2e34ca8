package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.time.EventLoop;
import dev.vitrine.gateway.time.Spread;
import dev.vitrine.gateway.time.VertxEventLoop;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.Endpoint.State;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import dev.vitrine.platform.time.Timers.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every endpoint, again and again, whether it is ready: {@code GET /health/ready} on its
 * management port. Some successes in a row make it ready, some failures in a row make it not ready;
 * after the first failure the next probe comes soon. All state belongs to one event loop.
 */
public final class ReadinessProbes {
  private static final Logger LOG = LoggerFactory.getLogger(ReadinessProbes.class);
  private static final Duration TICK = Duration.ofMillis(50);

  private final Probe probe;
  private final UpstreamRegistry registry;
  private final Function<Upstream, ProbeConfig> configs;
  private final RandomGenerator random;
  private final EventLoop loop;
  private final Map<Endpoint, Watch> watches = new HashMap<>();
  private Cancellation next = () -> {};
  private boolean stopped;

  /**
   * @param configs asked at each use, so that what they say may change
   * @param loop whatever is done is done there
   */
  public ReadinessProbes(
      Probe probe,
      UpstreamRegistry registry,
      Function<Upstream, ProbeConfig> configs,
      RandomGenerator random,
      EventLoop loop) {
    this.probe = probe;
    this.registry = registry;
    this.configs = configs;
    this.random = random;
    this.loop = loop;
  }

  /** Those that ask over HTTP, on an event loop of Vert.x. */
  public static ReadinessProbes overHttp(
      Vertx vertx,
      UpstreamRegistry registry,
      Function<Upstream, ProbeConfig> configs,
      RandomGenerator random) {
    EventLoop loop = new VertxEventLoop(vertx);
    return new ReadinessProbes(new HttpProbe(vertx, loop), registry, configs, random, loop);
  }

  /** Asks once whether an endpoint is ready. */
  @FunctionalInterface
  public interface Probe {
    /** Completes with the status of the answer; fails where none comes in time. */
    Future<Integer> ask(HostPort management, Duration timeout);
  }

  private static final class Watch {
    private final Upstream upstream;
    private long restedNanos;
    private Spread spread = Spread.NONE; // of the interval after which its rest ends
    private boolean atOnce = true; // it does not rest
    private int failures;
    private int successes; // in a row, too
    private boolean probing;
    private boolean slow;
    private boolean well;

    Watch(Upstream upstream, long restedNanos) {
      this.upstream = upstream;
      this.restedNanos = restedNanos;
    }
  }

  /** Begins to probe. */
  public void start() {
    loop.execute(this::begin);
  }

  private void begin() {
    if (!stopped) {
      tick();
      next = loop.after(TICK, this::begin);
    }
  }

  /** Probes no more. For any thread. */
  public void stop() {
    loop.execute(() -> {
      stopped = true;
      next.cancel();
    });
  }

  /**
   * Somebody could not connect to the endpoint: counts as a failed probe, and the next one is made
   * at once. For any thread.
   */
  public void suspect(Endpoint endpoint) {
    loop.execute(() -> {
      Watch watch = watches.get(endpoint);
      if (watch != null && !watch.probing) {
        failed(endpoint, watch, "a request could not connect");
        watch.atOnce = true;
        tick();
      }
    });
  }

  private void tick() {
    if (stopped) {
      return;
    }
    watches.keySet().retainAll(registry.endpoints().collect(Collectors.toSet()));
    long now = loop.nanoTime();
    for (Upstream upstream : registry.upstreams()) {
      for (Endpoint endpoint : upstream.endpoints()) {
        endpoint
            .management()
            .ifPresent(management -> {
              Watch watch = watches.computeIfAbsent(endpoint, fresh -> new Watch(upstream, now));
              if (!watch.probing && isDue(watch, now)) {
                probe(endpoint, management, watch);
              }
            });
      }
    }
  }

  private void probe(Endpoint endpoint, HostPort management, Watch watch) {
    watch.probing = true;
    probe
        .ask(management, configs.apply(watch.upstream).timeout())
        .onSuccess(status -> answered(endpoint, watch, status))
        .onSuccess(status -> watch.slow = false)
        .onFailure(failure -> watch.slow = failure instanceof TimeoutException)
        .onFailure(failure -> failed(endpoint, watch, reason(failure)))
        .onComplete(done -> rest(endpoint, watch));
  }

  private void answered(Endpoint endpoint, Watch watch, int status) {
    if (status == 200) {
      watch.failures = 0;
      watch.successes++;
      if (endpoint.isReady() || watch.successes >= configs.apply(watch.upstream).rise()) {
        become(endpoint, watch, State.READY, "/health/ready answered 200");
      }
    } else {
      failed(endpoint, watch, "/health/ready answered " + status);
    }
  }

  private void failed(Endpoint endpoint, Watch watch, String reason) {
    watch.failures++;
    watch.successes = 0;
    if (endpoint.status().state() != State.READY || isFallen(watch)) {
      become(endpoint, watch, State.NOT_READY, reason);
    }
  }

  private boolean isFallen(Watch watch) {
    return watch.failures >= configs.apply(watch.upstream).fall();
  }

  private void become(Endpoint endpoint, Watch watch, State state, String reason) {
    State before = endpoint.status().state();
    endpoint.probed(state, reason);
    if (before != state) {
      LogEvent.ENDPOINT_STATE
          .info(LOG)
          .addKeyValue(LogField.ENDPOINT.key(), endpoint)
          .addKeyValue(LogField.STATE.key(), state)
          .log("endpoint {} is {}: {}", endpoint, state, reason);
    }
    if (before == State.READY && watch.upstream.readyEndpoints() == 0) {
      String name = watch.upstream.name();
      LogEvent.UPSTREAM_UNAVAILABLE
          .warn(LOG)
          .addKeyValue(LogField.UPSTREAM.key(), name)
          .log("no endpoint of {} is ready", name);
    }
  }

  private void rest(Endpoint endpoint, Watch watch) {
    watch.probing = false;
    // One that is only slow gets the time to recover; one that refuses is asked again soon.
    watch.well = endpoint.isReady() && (watch.failures == 0 || watch.slow);
    watch.atOnce = false;
    watch.spread = Spread.by(random);
    watch.restedNanos = loop.nanoTime();
  }

  /** By the configuration as it is now, also where it was another when the rest began. */
  private boolean isDue(Watch watch, long now) {
    ProbeConfig config = configs.apply(watch.upstream);
    Duration interval = watch.well ? config.interval() : config.intervalNotReady();
    Duration rest = watch.spread.of(interval, config.spread());
    return watch.atOnce || now - watch.restedNanos >= rest.toNanos();
  }

  private static String reason(Throwable failure) {
    return switch (failure) {
      case ConnectException _ -> "the management port refuses connections";
      case TimeoutException _ -> "/health/ready did not answer in time";
      default -> "/health/ready failed: " + failure.getClass().getSimpleName();
    };
  }
}
