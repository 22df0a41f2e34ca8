package dev.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.live.Load.Manner;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.junit5.Timeout;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real minutes of what {@code VirtualChaosIT} simulates: processes are killed, paused, slowed down,
 * made to refuse, to break off before an answer and within it, and replaced, under a load that
 * never stops. {@code ./vitrine test --soak} runs it for ten minutes, and prints what it has seen.
 */
@ExtendWith(VertxExtension.class)
@EnabledIfSystemProperty(named = "vitrine.soak.seconds", matches = "\\d+")
class SoakIT {
  private static final Duration SPAN =
      Duration.ofSeconds(Long.getLong("vitrine.soak.seconds", 600));
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long MIB = 1024 * 1024;

  @TempDir Path folder;

  private static Vertx vertx;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  /** What the gateway's process holds: bytes of heap after a collection, sockets. */
  private record Held(long heap, long resident, long sockets) {
    static Held by(JvmProcess gateway) throws IOException, InterruptedException {
      return new Held(gateway.heapAfterCollection(), gateway.residentBytes(), sockets(gateway));
    }

    static long sockets(JvmProcess gateway) throws IOException {
      try (Stream<Path> files = Files.list(Path.of("/proc", "" + gateway.pid(), "fd"))) {
        return files.filter(file -> target(file).startsWith("socket:")).count();
      }
    }

    private static String target(Path file) {
      try {
        return Files.readSymbolicLink(file).toString();
      } catch (IOException closedMeanwhile) {
        return "";
      }
    }
  }

  /**
   * What clients have seen, and what upstreams have done: the answers they broke off, all faults.
   */
  private record Seen(Outcomes outcomes, Set<Long> brokenOff, Map<String, Integer> faults) {}

  @Test
  @Timeout(value = 1, timeUnit = TimeUnit.HOURS)
  void losesNothingWhateverBecomesOfTheShops() throws Exception {
    Map<String, String> shops = Map.of("VITRINE_LIFECYCLE_PRE_DRAIN", "4s");
    try (Street street = Street.build(folder, Map.of(), shops)) {
      List<Shop> serving = List.of(street.open(), street.open(), street.open(), street.open());
      await().atMost(PATIENCE).until(() -> street.ready() == serving.size());
      long socketsBefore = Held.by(street.gateway()).sockets();
      Outcomes outcomes = new Outcomes();
      List<Load> loads = load(street, outcomes);

      Held early;
      Map<String, Integer> faults;
      long begun = System.nanoTime();
      try (Chaos chaos = Chaos.among(street, new Random(3), serving)) {
        pass(begun, SPAN.dividedBy(5), outcomes, chaos);
        early = Held.by(street.gateway());
        pass(begun, SPAN, outcomes, chaos);
        faults = chaos.stop();
      }
      for (Load load : loads) {
        load.stop();
      }
      await()
          .atMost(PATIENCE)
          .until(() -> street.gateway().metric("gateway_upstream_in_flight") == 0);
      // Idle connections to the shops are dropped after some seconds; those of probes stay.
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(Held.sockets(street.gateway())).isLessThanOrEqualTo(socketsBefore));
      Held late = Held.by(street.gateway());
      List<Long> posts = new ArrayList<>();
      Set<Long> brokenOff = new HashSet<>();
      for (Shop shop : street.shops()) {
        posts.addAll(shop.posts());
        brokenOff.addAll(shop.brokenOff());
      }
      report(street.gateway(), new Seen(outcomes, brokenOff, faults), early, late);

      assertThat(outcomes.kinds().keySet())
          .filteredOn(kind -> kind.startsWith("GET") || kind.contains("another answer"))
          .contains("GET 200")
          .isSubsetOf("GET 200", "GET 200: broken off");
      // Their beginnings were passed on: all that is left to do is not to make them look whole.
      assertThat(brokenOff).containsAll(outcomes.brokenOff());
      assertThat(outcomes.brokenOff().isEmpty()).isEqualTo(!faults.containsKey("break"));
      assertThat(posts).doesNotHaveDuplicates().containsAll(outcomes.donePosts());
      assertThat(late.heap() - early.heap()).as("heap").isLessThan(4 * MIB);
    }
  }

  private static List<Load> load(Street street, Outcomes outcomes) {
    return Stream.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)
        .map(version -> new Manner(version, 12, 0.2, Duration.ofMillis(20), Duration.ZERO))
        .map(manner -> Load.start(vertx, street.gateway().port(), manner, outcomes))
        .toList();
  }

  /** Waits, and tells every now and then how far it is. */
  @SuppressWarnings("SystemOut") // whoever waits for ten minutes wants to see something
  private static void pass(long begun, Duration until, Outcomes outcomes, Chaos chaos)
      throws Exception {
    Duration since = Duration.ZERO;
    while (since.compareTo(until) < 0) {
      // A timer knows no part of a millisecond.
      long left = until.minus(since).toMillis() + 1;
      vertx.timer(Math.min(left, 30_000), TimeUnit.MILLISECONDS).await();
      since = Duration.ofNanos(System.nanoTime() - begun);
      System.out.printf(
          "soak: %d of %d s, %d requests, %d faults%n",
          since.toSeconds(), SPAN.toSeconds(), outcomes.count(), chaos.count());
    }
  }

  @SuppressWarnings("SystemOut")
  private static void report(JvmProcess gateway, Seen seen, Held early, Held late)
      throws IOException, InterruptedException {
    Outcomes outcomes = seen.outcomes();
    String text =
        SoakPage.TEXT.with(
            SPAN.toSeconds(),
            outcomes.count(),
            list(outcomes.kinds()),
            seen.brokenOff().size(),
            outcomes.brokenOff().size(),
            list(seen.faults()),
            gateway.metric("gateway_retries_total"),
            gateway.metric("gateway_ejections_total"),
            early.heap() / (double) MIB,
            late.heap() / (double) MIB,
            early.resident() / MIB,
            late.resident() / MIB);
    System.out.println(text);
    if (Boolean.getBoolean("vitrine.docs.record")) {
      Files.writeString(SoakPage.FILE, text);
    }
  }

  private static String list(Map<String, ?> counts) {
    return counts.entrySet().stream()
        .map(count -> "%s: %s".formatted(count.getKey(), count.getValue()))
        .collect(Collectors.joining(", "));
  }
}
