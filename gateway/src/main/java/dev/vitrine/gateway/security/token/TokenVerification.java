package dev.vitrine.gateway.security.token;

import dev.vitrine.gateway.security.token.AccessConfig.Mode;
import dev.vitrine.gateway.security.token.Verdict.Unverified;
import dev.vitrine.gateway.time.Clocks;
import dev.vitrine.gateway.time.Rounds;
import dev.vitrine.gateway.time.Spread;
import dev.vitrine.platform.telemetry.SpanType;
import dev.vitrine.platform.time.VertxTimers;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * The verification of tokens in this process: one set of keys, fetched at the start and then again
 * and again, shared by all event loops. Safe for any thread.
 */
public final class TokenVerification {
  private static final int WORKERS = Runtime.getRuntime().availableProcessors();
  private static final int SPREAD = 20; // percent
  private static final Duration WITHOUT_KEYS = Duration.ofSeconds(1);

  private static final int MOST_WAITING = 512;

  private final WorkerExecutor workers;
  private final AtomicInteger waiting = new AtomicInteger();
  private final TokenConfig config;
  private final KeyCache keys;
  private final TokenVerifier verifier;
  private final OpenTelemetry openTelemetry;
  private final Rounds fetches;

  private TokenVerification(
      Vertx vertx,
      TokenConfig config,
      KeyCache keys,
      TokenVerifier verifier,
      OpenTelemetry openTelemetry) {
    this.openTelemetry = openTelemetry;
    this.workers = vertx.createSharedWorkerExecutor("token-verification", WORKERS);
    this.config = config;
    this.keys = keys;
    this.verifier = verifier;
    this.fetches = new Rounds(new VertxTimers(vertx), this::pause, keys::refresh);
  }

  /** Makes one that has no keys yet. */
  public static TokenVerification of(
      Vertx vertx,
      TokenConfig config,
      KeySource source,
      Clocks clocks,
      OpenTelemetry openTelemetry) {
    KeyCache keys = new KeyCache(source, clocks.nanoTime(), config.refreshAtMost().toNanos());
    return new TokenVerification(
        vertx, config, keys, new TokenVerifier(config, keys, clocks.wall()), openTelemetry);
  }

  /** Fetches the keys, and again for as long as it is not stopped. Ends with the first fetch. */
  public Future<Void> start() {
    return keys.refresh().onComplete(done -> fetches.start());
  }

  /** Fetches and verifies no more. */
  public void stop() {
    fetches.stop();
    workers.close();
  }

  /** What a route requires, as a handler; empty where the route looks at no token. */
  public Optional<TokenGate> gate(AccessConfig access) {
    return access.mode() == Mode.UNCHECKED
        ? Optional.empty()
        : Optional.of(new TokenGate(access, this));
  }

  /** How the keys are. */
  public KeyStatus keyStatus() {
    return new KeyStatus(keys.keys().size(), keys.age(), keys.failures(), keys.fault());
  }

  Verdict look(String token) {
    return verifier.look(token);
  }

  /**
   * Looks at a signature, on a thread that may take its time.
   *
   * @return completes on the caller's context; empty where too many wait for the same
   */
  Optional<Future<Verdict>> verify(Unverified unverified) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(
        SpanType.TOKEN_CHECK
            .around(
                openTelemetry,
                () -> workers.executeBlocking(() -> verifier.verify(unverified), false))
            .onComplete(done -> waiting.decrementAndGet()));
  }

  Optional<Future<Void>> refreshForUnknown() {
    return keys.refreshForUnknown();
  }

  /** Whether the keys are those that the issuer had at the last fetch. */
  boolean isCurrent() {
    return keys.fault().isEmpty();
  }

  Duration retryAfter() {
    return keys.keys().isEmpty() ? WITHOUT_KEYS : config.refreshAtMost();
  }

  /** Sooner where there is no key at all: nobody can sign in until there is. */
  private Duration pause() {
    Duration rest = keys.keys().isEmpty() ? WITHOUT_KEYS : config.refresh();
    return Spread.by(RandomGenerator.getDefault()).of(rest, SPREAD);
  }
}
