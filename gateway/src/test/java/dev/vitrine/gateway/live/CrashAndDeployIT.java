package dev.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.live.Load.Manner;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What clients notice when shops crash and are replaced, and when the gateway itself is. */
@ExtendWith(VertxExtension.class)
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class CrashAndDeployIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Around the moment of its end: until its sockets are closed, and its last entry is written. */
  private static final Duration DYING = Duration.ofMillis(500);

  /** Of both methods the same number, so many at a time that there are always some at each shop. */
  private static final Manner MIXED =
      new Manner(HttpVersion.HTTP_1_1, 24, 0.5, Duration.ofMillis(5), Duration.ZERO);

  private static final Map<String, String> FAST_PROBES =
      Map.of("VITRINE_UPSTREAM_DEFAULTS_PROBE_INTERVAL", "200ms");

  @TempDir Path folder;

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void acceptance1_losesNoGetAndDoublesNoPostWhereOneOfTwoIsKilled() throws Exception {
    // So slow that there are always POSTs that it has written down and not answered.
    try (Street street = Street.build(folder, Map.of(), Map.of("VITRINE_LATENCY", "100ms"))) {
      Shop victim = street.open();
      Shop survivor = street.open();
      await().atMost(PATIENCE).until(() -> street.ready() == 2);
      Outcomes outcomes = new Outcomes();
      Queue<Exchange> failed = new ConcurrentLinkedQueue<>();
      Consumer<Exchange> failures =
          exchange -> {
            if (!exchange.isDone()) {
              failed.add(exchange);
            }
          };
      Load load = Load.start(vertx, street.gateway().port(), MIXED, failures.andThen(outcomes));
      await().atMost(PATIENCE).until(() -> outcomes.count() > 1_000);

      long killed = System.nanoTime();
      victim.process().kill();
      long then = outcomes.count();
      await().atMost(PATIENCE).until(() -> outcomes.count() > then + 1_000);
      load.stop();

      List<Long> done = new ArrayList<>(victim.posts());
      done.addAll(survivor.posts());
      assertThat(victim.posts()).as("the one that was killed had work").hasSizeGreaterThan(100);
      assertThat(outcomes.kinds()).containsOnlyKeys("GET 200", "POST 200", "POST 502");
      assertThat(done).doesNotHaveDuplicates().containsAll(outcomes.donePosts());
      assertThat(survivor.posts()).doesNotContainAnyElementsOf(outcomes.failedPosts());
      // The victim had each of them; but what comes while it dies it does not write down any more.
      List<Long> begun = victim.posts();
      assertThat(failed).filteredOn(exchange -> begun.contains(exchange.id())).isNotEmpty();
      assertThat(failed)
          .filteredOn(exchange -> !begun.contains(exchange.id()))
          .allMatch(exchange -> isWithin(DYING, exchange.sentNanos() - killed));
      // What was written to it without an answer, as the gateway counts it.
      assertThat((double) outcomes.failedPosts().size())
          .isLessThanOrEqualTo(
              failedPosts(street, "connection-lost") + failedPosts(street, "upstream-broke-off"));
    }
  }

  @Test
  void acceptance3_answersEverythingThroughTwentyRollingReplacements() throws Exception {
    Map<String, String> shops =
        Map.of("VITRINE_LATENCY", "10ms", "VITRINE_LIFECYCLE_PRE_DRAIN", "1500ms");
    try (Street street = Street.build(folder, FAST_PROBES, shops)) {
      List<Shop> serving = new ArrayList<>(List.of(street.open(), street.open()));
      await().atMost(PATIENCE).until(() -> street.ready() == 2);
      Outcomes outcomes = new Outcomes();
      Load load = Load.start(vertx, street.gateway().port(), MIXED, outcomes);

      for (int replaced = 0; replaced < 40; replaced++) {
        Shop old = serving.removeFirst();
        serving.add(street.open());
        await().atMost(PATIENCE).until(() -> street.ready() == 3);
        old.process().terminate();
        assertThat(old.process().awaitEnd()).isZero();
        street.forget(old);
      }
      load.stop();

      assertThat(outcomes.kinds()).containsOnlyKeys("GET 200", "POST 200");
      assertThat(street.shops()).hasSize(42);
      List<Long> done = new ArrayList<>();
      for (Shop shop : street.shops()) {
        done.addAll(shop.posts());
      }
      assertThat(done).doesNotHaveDuplicates();
      assertThat(new HashSet<>(done)).isEqualTo(outcomes.donePosts());
    }
  }

  @Test
  void acceptance9_answersEverythingAndAsksClientsToLeaveWhenItIsStopped() throws Exception {
    Map<String, String> patient = Map.of("VITRINE_LIFECYCLE_PRE_DRAIN", "5s");
    try (Street street = Street.build(folder, patient, Map.of())) {
      street.open();
      street.open();
      await().atMost(PATIENCE).until(() -> street.ready() == 2);
      JvmProcess gateway = street.gateway();
      Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
      Queue<Exchange> multiplexed = new ConcurrentLinkedQueue<>();
      List<Load> quick = new ArrayList<>();
      for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
        Queue<Exchange> into = version == HttpVersion.HTTP_2 ? multiplexed : exchanges;
        quick.add(Load.start(vertx, gateway.port(), manner(version, Duration.ZERO), into::add));
      }
      await().atMost(PATIENCE).until(() -> exchanges.size() > 200 && multiplexed.size() > 200);
      Queue<Exchange> slow = new ConcurrentLinkedQueue<>();
      List<Load> lasting = new ArrayList<>();
      for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
        lasting.add(
            Load.start(vertx, gateway.port(), manner(version, Duration.ofSeconds(8)), slow::add));
      }
      await().atMost(PATIENCE).until(() -> inFlight(gateway) >= 16);
      lasting.forEach(Load::sendNoMore);

      gateway.terminate();
      await().atMost(PATIENCE).until(() -> !gateway.isReady());
      long draining = System.nanoTime();
      // Worse than a load balancer, they go on until nobody accepts a connection any more.
      assertThat(gateway.awaitEnd()).isZero();
      for (Load load : quick) {
        load.stop();
      }
      for (Load load : lasting) {
        load.stop();
      }

      assertThat(exchanges).allMatch(exchange -> exchange.isDone() || exchange.isRefused());
      assertThat(exchanges).anyMatch(Exchange::isRefused);
      assertThat(multiplexed).allMatch(exchange -> exchange.isDone() || exchange.isRefused());
      Set<Long> posts = new HashSet<>();
      for (Shop shop : street.shops()) {
        posts.addAll(shop.posts());
      }
      assertThat(multiplexed)
          .filteredOn(Exchange::isRefused)
          .noneMatch(exchange -> posts.contains(exchange.id()));
      assertThat(slow).hasSize(16).allMatch(Exchange::isDone);
      assertThat(exchanges)
          .filteredOn(exchange -> exchange.isDone() && exchange.sentNanos() > draining)
          .hasSizeGreaterThan(20)
          .allMatch(Exchange::closes);
      assertThat(slow).filteredOn(Exchange::closes).as("those of HTTP/1").hasSize(8);
    }
  }

  private static boolean isWithin(Duration span, long nanos) {
    return Math.abs(nanos) <= span.toNanos();
  }

  private static double failedPosts(Street street, String error) throws Exception {
    return street
        .gateway()
        .metric(
            "http_client_request_duration_seconds_count",
            "http_request_method=\"POST\"",
            "error_type=\"%s\"".formatted(error));
  }

  private static Manner manner(HttpVersion version, Duration delay) {
    return new Manner(version, 8, 0.5, Duration.ofMillis(2), delay);
  }

  private static int inFlight(JvmProcess gateway) throws IOException, InterruptedException {
    return (int) gateway.metric("gateway_upstream_in_flight");
  }
}
