package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.gateway.discovery.TakenLog;
import dev.vitrine.gateway.discovery.source.Pace;
import dev.vitrine.gateway.discovery.source.SourceState;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.Upstream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** A reflector, its upstream, and an API server, in virtual time. */
final class Simulation implements AutoCloseable {
  private final VirtualTime time = new VirtualTime();
  private final SimulatedApiServer api = new SimulatedApiServer(time);
  private final TakenLog log = new TakenLog(SourceState.class);
  private final Upstream upstream;
  private final Reflector reflector;

  Simulation(long seed) {
    this(seed, Reflecting.BY_DEFAULT);
  }

  Simulation(long seed, ReflectorConfig config) {
    upstream = new Upstream("a", time, time::nanos);
    reflector =
        new Reflector(
            api,
            cache(),
            new SourceState(upstream, "the simulation"),
            new Pace(time, time::nanos, new Random(seed)),
            config);
  }

  void reflect() {
    reflector.start();
  }

  void stop() {
    reflector.stop();
  }

  void pass(Duration duration) {
    time.pass(duration);
  }

  Duration until(BooleanSupplier condition, Duration most) {
    return time.until(condition, most);
  }

  Instant now() {
    return time.instant();
  }

  SimulatedApiServer api() {
    return api;
  }

  Upstream upstream() {
    return upstream;
  }

  /** What the gateway knows. */
  List<String> endpoints() {
    return upstream.endpoints().stream()
        .map(endpoint -> endpoint.address() + " " + endpoint.status().state())
        .sorted()
        .toList();
  }

  /** What is the case. */
  List<String> truth() {
    SliceCache cache = cache();
    cache.replace(api.slices());
    return cache.reports().stream()
        .map(report -> report.address() + " " + report.condition())
        .sorted()
        .toList();
  }

  List<String> log(String event) {
    return log.of(event);
  }

  List<String> faults() {
    return log("discovery.failed");
  }

  @Override
  public void close() {
    stop();
    log.close();
  }

  private static SliceCache cache() {
    return new SliceCache(PortRef.of("http"), Optional.empty());
  }
}
