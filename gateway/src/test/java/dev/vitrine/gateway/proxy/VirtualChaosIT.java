package dev.vitrine.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.resilience.Admission.Load;
import dev.vitrine.gateway.sim.Fleet;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.FailureRecord;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An hour in which servers crash, are paused, get slow, answer only 503, break off before an answer
 * or within it, and are replaced one after the other, up to two of four at a time, while requests
 * come as they like. More than two at a time that answer badly are more than two retries can mend;
 * of dead ones there may be more.
 */
class VirtualChaosIT {
  private static final Duration SPAN = Duration.ofHours(1);
  private static final int SERVERS = 4;
  private static final int MOST_AT_A_TIME = 2;
  private static final double REQUESTS_A_SECOND = 50;
  private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(8);

  /** For each time that a server breaks its answers off; a hundred where nobody looks at them. */
  private static final int MOST_BROKEN_OFF = 10;

  /** A POST that a server may have had is not sent again: some of them fail with their server. */
  private static final double LEAST_POSTS_DONE = 0.99;

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

  /** From one server's illness, where two take turns, to that of the other. */
  private static final Duration TURN = Duration.ofMinutes(1);

  private final VirtualTime time = new VirtualTime();
  private final Map<Long, Pending> pending = new HashMap<>();
  private final Map<HttpMethod, Map<Integer, Integer>> statuses = new HashMap<>();
  private final List<Long> posts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final Set<Integer> serving = new HashSet<>(Set.of(1, 2, 3, 4));
  private final Map<Integer, Fault> faults = new HashMap<>();
  private final Set<Endpoint> seen = new HashSet<>();
  private long requests;
  private final Map<Fault, Integer> failed = new EnumMap<>(Fault.class);
  private int breaks;
  private int deathsBesideAnEjected;
  private int nextServer = SERVERS + 1;

  private record Pending(HttpMethod method, SimulatedRequest request, long since) {}

  private enum Fault {
    CRASH,
    PAUSE,
    SLOW,
    UNAVAILABLE,
    RESETS,
    BREAKS,
    REPLACEMENT
  }

  @Test
  void losesNothingAndDoesNothingTwice() {
    haveAnHour(1, false);
  }

  @ParameterizedTest
  @EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
  @CsvSource({"2, true", "3, false", "4, true", "5, false", "6, true", "7, false", "8, true"})
  void losesNothingInManyHours(long seed, boolean hedging) {
    haveAnHour(seed, hedging);
  }

  @Test
  void asksAServerThatIsEjectedButWellWhereTheOtherDies() {
    Random random = new Random(9);
    serving.retainAll(Set.of(1, 2));
    SimulatedShop shop = new SimulatedShop(time, random);
    SimulatedGateway gateway = new SimulatedGateway(time, random, shop, false);
    serving.forEach(shop::server);
    gateway.discover(serving);
    time.pass(Duration.ofSeconds(5));

    int turns = (int) SPAN.dividedBy(TURN);
    for (int turn = 0; turn < turns; turn++) {
      int ill = 1 + turn % 2;
      SimulatedShop.Server other = shop.server(3 - ill);
      // In every second pair of turns only its clients see it: probes find it well.
      Consumer<Boolean> death = turn % 4 < 2 ? dead -> crash(other, dead) : other::deaf;
      time.after(
          TURN.multipliedBy(turn).plusSeconds(10),
          () -> {
            shop.server(ill).unavailable(true);
            recoverOnceEjected(shop, gateway, ill, death);
          });
    }
    come(random, shop, gateway, time.nanos() + SPAN.toNanos());
    time.pass(SPAN.plusMinutes(2));

    System.out.printf(
        "an hour of two servers: %d requests, %d deaths beside an ejected one, answers %s%n",
        requests, deathsBesideAnEjected, statuses);
    assertThat(deathsBesideAnEjected).isEqualTo(turns);
    assertNothingIsLost(shop, gateway);
  }

  @Test
  void losesNoGetWhereThreeOfFourDieAtOnce() {
    Random random = new Random(10);
    SimulatedShop shop = new SimulatedShop(time, random);
    SimulatedGateway gateway = new SimulatedGateway(time, random, shop, false);
    serving.forEach(shop::server);
    gateway.discover(serving);
    time.pass(Duration.ofSeconds(5));

    int turns = (int) SPAN.dividedBy(TURN);
    for (int turn = 0; turn < turns; turn++) {
      int survivor = 1 + turn % SERVERS;
      boolean seen = turn / SERVERS % 2 == 0; // otherwise their probes find them well
      List<SimulatedShop.Server> victims =
          serving.stream().filter(number -> number != survivor).map(shop::server).toList();
      Consumer<Boolean> death = dead -> victims.forEach(victim -> die(victim, seen, dead));
      time.after(TURN.multipliedBy(turn).plusSeconds(10), () -> death.accept(true));
      time.after(TURN.multipliedBy(turn).plusSeconds(15), () -> death.accept(false));
    }
    come(random, shop, gateway, time.nanos() + SPAN.toNanos());
    time.pass(SPAN.plusMinutes(2));

    System.out.printf(
        "an hour of four servers: %d requests, %d deaths of three at once, answers %s%n",
        requests, turns, statuses);
    assertNothingIsLost(shop, gateway);
  }

  private static void die(SimulatedShop.Server server, boolean seen, boolean dead) {
    if (seen) {
      crash(server, dead);
    } else {
      server.deaf(dead);
    }
  }

  private static void crash(SimulatedShop.Server server, boolean dead) {
    if (dead) {
      server.crash();
    } else {
      server.start();
    }
  }

  /** It is well at once, and stays ejected for seconds; within these the other one dies. */
  private void recoverOnceEjected(
      SimulatedShop shop, SimulatedGateway gateway, int ill, Consumer<Boolean> otherDies) {
    if (!isEjected(gateway, ill)) {
      time.after(Duration.ofMillis(50), () -> recoverOnceEjected(shop, gateway, ill, otherDies));
      return;
    }
    shop.server(ill).unavailable(false);
    time.after(
        Duration.ofSeconds(1),
        () -> {
          deathsBesideAnEjected += isEjected(gateway, ill) ? 1 : 0;
          otherDies.accept(true);
          time.after(Duration.ofSeconds(5), () -> otherDies.accept(false));
        });
  }

  private static boolean isEjected(SimulatedGateway gateway, int server) {
    return gateway.upstream().endpoints().stream()
        .filter(endpoint -> Fleet.number(endpoint) == server)
        .anyMatch(endpoint -> endpoint.failures().phase() == FailureRecord.Phase.EJECTED);
  }

  private void haveAnHour(long seed, boolean hedging) {
    Random random = new Random(seed);
    SimulatedShop shop = new SimulatedShop(time, random);
    SimulatedGateway gateway = new SimulatedGateway(time, random, shop, hedging);
    serving.forEach(shop::server);
    gateway.discover(serving);
    time.pass(Duration.ofSeconds(5));

    long end = time.nanos() + SPAN.toNanos();
    come(random, shop, gateway, end);
    // Not at once: a retry budget is a share of what has come in ten seconds.
    time.after(Duration.ofSeconds(10), () -> fail(random, shop, gateway, end));
    time.pass(SPAN.plusMinutes(2));

    System.out.printf(
        "hour %d, %s: %d requests, faults %s, answers %s, broken off within %d%n",
        seed, hedging ? "hedged" : "not hedged", requests, failed, statuses, shop.brokenOff());
    assertThat(shop.brokenOff())
        .as("answers broken off within, by servers that do nothing else %d times", breaks)
        .isBetween(1, MOST_BROKEN_OFF * breaks);
    assertNothingIsLost(shop, gateway);
  }

  private void assertNothingIsLost(SimulatedShop shop, SimulatedGateway gateway) {
    assertThat(complaints).isEmpty();
    assertThat(posts).allSatisfy(id -> assertThat(shop.executions(id)).isLessThanOrEqualTo(1));
    assertThat(pending).isEmpty();
    assertThat(statuses.get(HttpMethod.GET)).containsOnlyKeys(204);
    Map<Integer, Integer> ofPosts = statuses.getOrDefault(HttpMethod.POST, Map.of());
    int answeredPosts = ofPosts.values().stream().mapToInt(Integer::intValue).sum();
    assertThat((double) ofPosts.getOrDefault(204, 0) / answeredPosts)
        .as("the share of POSTs that are done, of answers %s", ofPosts)
        .isGreaterThanOrEqualTo(LEAST_POSTS_DONE);
    assertThat(gateway.resilience().admission().load()).extracting(Load::inFlight).isEqualTo(0);
    assertThat(gateway.resilience().hold().waiting()).isZero();
    assertThat(seen).allSatisfy(endpoint -> assertThat(endpoint.inFlight()).isZero());
  }

  /** Requests, as they come: independent of each other. */
  private void come(Random random, SimulatedShop shop, SimulatedGateway gateway, long end) {
    if (time.nanos() >= end) {
      return;
    }
    send(shop, gateway, random.nextDouble() < 0.8 ? HttpMethod.GET : HttpMethod.POST);
    seen.addAll(gateway.upstream().endpoints());
    time.after(
        exponential(random, Duration.ofNanos(Math.round(1e9 / REQUESTS_A_SECOND))),
        () -> come(random, shop, gateway, end));
  }

  private void send(SimulatedShop shop, SimulatedGateway gateway, HttpMethod method) {
    long id = requests++;
    if (method.equals(HttpMethod.POST)) {
      posts.add(id);
    }
    SimulatedRequest request = new SimulatedRequest(id, method, () -> answered(shop, id));
    pending.put(id, new Pending(method, request, time.nanos()));
    gateway.handle(request.request());
  }

  private void answered(SimulatedShop shop, long id) {
    Pending was = pending.remove(id);
    if (was != null && was.request().isBrokenOff() && shop.hasBrokenOff(id)) {
      return; // what has begun to be answered cannot be sent again
    }
    if (was == null || !was.request().isAnsweredOnce()) {
      complaints.add("request %d was not answered exactly once".formatted(id));
      return;
    }
    int status = was.request().status();
    statuses.computeIfAbsent(was.method(), any -> new HashMap<>()).merge(status, 1, Integer::sum);
    if (time.nanos() - was.since() > LONGEST_ANSWER.toNanos()) {
      complaints.add("request %d took too long".formatted(id));
    }
    if (status == 204 && shop.executions(id) == 0) {
      complaints.add("request %d was answered and not done".formatted(id));
    }
  }

  private void fail(Random random, SimulatedShop shop, SimulatedGateway gateway, long end) {
    if (time.nanos() >= end) {
      return;
    }
    List<Integer> well = serving.stream().filter(number -> !faults.containsKey(number)).toList();
    Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
    if (faults.size() < MOST_AT_A_TIME && !faults.containsValue(fault)) {
      begin(random, shop, gateway, well.get(random.nextInt(well.size())), fault);
    }
    time.after(exponential(random, BETWEEN_FAULTS), () -> fail(random, shop, gateway, end));
  }

  private void begin(
      Random random, SimulatedShop shop, SimulatedGateway gateway, int number, Fault fault) {
    faults.put(number, fault);
    failed.merge(fault, 1, Integer::sum);
    SimulatedShop.Server server = shop.server(number);
    Duration span = Duration.ofMillis(500 + random.nextInt(15_000));
    switch (fault) {
      case CRASH -> {
        server.crash();
        time.after(span, server::start);
      }
      case PAUSE -> server.pause(span);
      case SLOW -> {
        server.slow(30);
        time.after(span, () -> server.slow(1));
      }
      case UNAVAILABLE -> {
        server.unavailable(true);
        time.after(span, () -> server.unavailable(false));
      }
      case RESETS -> {
        server.resets(0.2);
        time.after(span, () -> server.resets(0));
      }
      case BREAKS -> {
        breaks++;
        server.breaking(true);
        time.after(span, () -> server.breaking(false));
      }
      case REPLACEMENT -> replace(shop, gateway, number, span);
    }
    // A moment longer: until the gateway can know that it is well again.
    time.after(span.plusSeconds(2), () -> faults.remove(number));
  }

  /** As an orchestrator does: not ready first, then gone, and another one comes. */
  private void replace(SimulatedShop shop, SimulatedGateway gateway, int old, Duration span) {
    shop.server(old).drain();
    time.after(
        Duration.ofSeconds(4),
        () -> {
          serving.remove(old);
          gateway.discover(serving);
        });
    time.after(Duration.ofSeconds(40), () -> shop.server(old).crash());
    time.after(
        span,
        () -> {
          int fresh = nextServer++;
          shop.server(fresh);
          serving.add(fresh);
          gateway.discover(serving);
        });
  }

  private static Duration exponential(Random random, Duration mean) {
    return Duration.ofNanos(Math.round(-Math.log(1 - random.nextDouble()) * mean.toNanos()));
  }
}
