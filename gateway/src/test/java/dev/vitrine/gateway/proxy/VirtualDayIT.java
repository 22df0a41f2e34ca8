package dev.vitrine.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.live.EndurancePage;
import dev.vitrine.gateway.resilience.Admission.Load;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.Endpoint;
import io.micrometer.core.instrument.Meter;
import io.vertx.core.http.HttpMethod;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A day in which every hour each server is replaced by one with another address, as by a rollout,
 * and some fail meanwhile: what it leaves behind in the gateway is what an hour does.
 */
@EnabledIfSystemProperty(named = "vitrine.test.all", matches = "true")
class VirtualDayIT {
  private static final int HOURS = 24;
  private static final int SERVERS = 4;
  private static final double REQUESTS_A_SECOND = 3;
  private static final Duration DRAINED = Duration.ofSeconds(40);
  private static final Duration TROUBLE = Duration.ofSeconds(10);

  private final VirtualTime time = new VirtualTime();
  private final Random random = new Random(11);
  private final SimulatedShop shop = new SimulatedShop(time, random);
  private final SimulatedGateway gateway = new SimulatedGateway(time, random, shop, true);
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private final Map<Integer, WeakReference<Endpoint>> endpoints = new LinkedHashMap<>();
  private Set<Integer> serving = new HashSet<>();
  private long pending;
  private int servers;

  @Test
  void leavesNothingOfWhatIsGone() throws Exception {
    deploy();
    time.pass(Duration.ofMinutes(1));
    long end = time.nanos() + Duration.ofHours(HOURS).toNanos();
    come(end);

    time.pass(Duration.ofHours(2));
    Set<Meter.Id> early = meters();
    long timers = time.waiting();
    for (int hour = 2; hour < HOURS; hour++) {
      time.pass(Duration.ofHours(1));
    }
    Set<Meter.Id> late = meters();
    long timersLate = time.waiting();
    time.pass(Duration.ofMinutes(2));
    report(early.size());

    assertThat(statuses).containsOnlyKeys(204);
    assertThat(pending).isZero();
    assertThat(servers).isEqualTo(SERVERS * (HOURS + 1));
    assertThat(late).isEqualTo(early);
    assertThat(timersLate).isLessThan(timers + 20);
    assertThat(gateway.upstream().endpoints()).hasSize(SERVERS);
    assertThat(gateway.resilience().admission().load()).extracting(Load::inFlight).isEqualTo(0);
    // Nothing that is kept, of whatever kind, leads to an endpoint that has gone.
    await()
        .untilAsserted(() -> {
          System.gc();
          assertThat(kept()).isEqualTo(serving);
        });
  }

  private Set<Meter.Id> meters() {
    return gateway.meters().getMeters().stream().map(Meter::getId).collect(Collectors.toSet());
  }

  private Set<Integer> kept() {
    return endpoints.entrySet().stream()
        .filter(endpoint -> endpoint.getValue().get() != null)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void come(long end) {
    if (time.nanos() >= end) {
      return;
    }
    SimulatedRequest[] sent = new SimulatedRequest[1];
    pending++;
    sent[0] =
        new SimulatedRequest(
            0,
            HttpMethod.GET,
            () -> {
              pending--;
              statuses.merge(sent[0].status(), 1L, Long::sum);
            });
    gateway.handle(sent[0].request());
    double seconds = -Math.log(1 - random.nextDouble()) / REQUESTS_A_SECOND;
    time.after(Duration.ofNanos(Math.round(seconds * 1e9)), () -> come(end));
  }

  /** New servers beside the old ones, which then end; in the middle of the hour one has trouble. */
  private void deploy() {
    Set<Integer> old = serving;
    serving = new HashSet<>();
    for (int i = 0; i < SERVERS; i++) {
      shop.server(++servers);
      serving.add(servers);
    }
    List<Integer> both = new ArrayList<>(old);
    both.addAll(serving);
    discover(both);
    old.forEach(number -> shop.server(number).drain());
    time.after(Duration.ofSeconds(5), () -> discover(serving));
    time.after(DRAINED, () -> old.forEach(number -> shop.server(number).crash()));
    time.after(Duration.ofMinutes(30), this::haveTrouble);
    if (servers <= SERVERS * HOURS) {
      time.after(Duration.ofHours(1), this::deploy);
    }
  }

  private void haveTrouble() {
    SimulatedShop.Server one = shop.server(serving.iterator().next());
    one.crash();
    time.after(TROUBLE, one::start);
    SimulatedShop.Server other = shop.server(servers);
    time.after(TROUBLE.multipliedBy(3), () -> other.unavailable(true));
    time.after(TROUBLE.multipliedBy(4), () -> other.unavailable(false));
  }

  private void discover(Iterable<Integer> numbers) {
    List<Integer> all = new ArrayList<>();
    numbers.forEach(all::add);
    gateway.discover(all);
    for (Endpoint endpoint : gateway.upstream().endpoints()) {
      int number = Integer.parseInt(endpoint.address().host().substring("10.0.0.".length()));
      endpoints.putIfAbsent(number, new WeakReference<>(endpoint));
    }
  }

  private void report(int meters) throws Exception {
    EndurancePage.DAY
        .part()
        .with(
            HOURS,
            SERVERS,
            statuses.values().stream().mapToLong(Long::longValue).sum(),
            servers,
            meters,
            SERVERS);
  }
}
