package dev.vitrine.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.sim.Fleet;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.Endpoint;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where many servers are gone at once, and come back: who gets the requests then. */
class OutageSimulationTest {
  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(10);
  private static final int REQUESTS_A_SECOND = 100;
  private static final int SERVERS = 4;
  private static final Map<Integer, String> TWO_ZONES = Map.of(1, "a", 2, "a", 3, "b", 4, "b");

  /** Longer than the window of the slow start. */
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Until probes have found out that a server is there again. */
  private static final Duration NOTICED = Duration.ofSeconds(1);

  private final VirtualTime time = new VirtualTime();
  private final Random random = new Random(5);
  private final SimulatedShop shop = new SimulatedShop(time, random);
  private final SimulatedGateway gateway = new SimulatedGateway(time, random, shop, false, "a");
  private final List<SimulatedRequest> requests = new ArrayList<>();
  private final Map<Integer, Integer> mostAtOnce = new TreeMap<>();
  private long ids;

  @Test
  void asksTheOtherZoneWhereAllOfItsOwnIsDeadAndItsOwnAgainAfterwards() {
    IntStream.rangeClosed(1, SERVERS).forEach(shop::server);
    gateway.discover(TWO_ZONES);
    time.pass(MINUTE);

    long[] before = requestsIn(MINUTE);
    shop.server(1).crash();
    shop.server(2).crash();
    long[] during = requestsIn(MINUTE);
    shop.server(1).start();
    shop.server(2).start();
    time.pass(NOTICED);
    long[] after = requestsIn(MINUTE);
    time.pass(MINUTE);

    assertThat(before[3] + before[4]).isZero();
    assertThat(during[3]).isGreaterThan(REQUESTS_A_SECOND * 60 / 3);
    assertThat(during[4]).isGreaterThan(REQUESTS_A_SECOND * 60 / 3);
    assertThat(after[3] + after[4]).isZero();
    assertThat(after[1]).isGreaterThan(REQUESTS_A_SECOND * 60 / 3);
    assertThat(after[2]).isGreaterThan(REQUESTS_A_SECOND * 60 / 3);
    assertThat(requests).allMatch(SimulatedRequest::isAnsweredOnce);
    assertThat(requests).extracting(SimulatedRequest::status).containsOnly(204);
  }

  @Test
  void floodsNobodyWhereAllRestartAtOnce() {
    IntStream.rangeClosed(1, SERVERS).forEach(shop::server);
    gateway.discover(List.of(1, 2, 3, 4));
    time.pass(MINUTE);
    requestsIn(MINUTE);

    IntStream.rangeClosed(1, SERVERS).mapToObj(shop::server).forEach(SimulatedShop.Server::crash);
    requestsIn(Duration.ofSeconds(3));
    mostAtOnce.clear();
    requests.clear();
    IntStream.rangeClosed(1, SERVERS).mapToObj(shop::server).forEach(SimulatedShop.Server::start);
    requestsIn(NOTICED);
    long[] after = requestsIn(Duration.ofSeconds(10));
    time.pass(MINUTE);

    assertThat(requests).allMatch(SimulatedRequest::isAnsweredOnce);
    assertThat(requests).extracting(SimulatedRequest::status).containsOnly(204);
    // What was held goes to those that are ready first: to none of them half of what comes in a
    // second. And nobody is left out afterwards, as all of them are new.
    assertThat(mostAtOnce.values()).allMatch(most -> most < REQUESTS_A_SECOND / 2);
    assertThat(Arrays.stream(after).skip(1).boxed())
        .allMatch(share -> share > REQUESTS_A_SECOND * 10 / 10);
  }

  @Test
  void sparesOneThatRestartsBesideOthers() {
    IntStream.rangeClosed(1, SERVERS).forEach(shop::server);
    gateway.discover(List.of(1, 2, 3, 4));
    time.pass(MINUTE);
    requestsIn(MINUTE);

    shop.server(1).crash();
    requestsIn(Duration.ofSeconds(3));
    shop.server(1).start();
    time.pass(NOTICED);
    long[] first = requestsIn(Duration.ofSeconds(5));
    requestsIn(MINUTE);
    long[] later = requestsIn(Duration.ofSeconds(10));
    time.pass(MINUTE);

    assertThat(first[1]).isBetween(1L, REQUESTS_A_SECOND * 5 / 8L);
    assertThat(later[1]).isGreaterThan(REQUESTS_A_SECOND * 10 / 6L);
    assertThat(requests).allMatch(SimulatedRequest::isAnsweredOnce);
    assertThat(requests).extracting(SimulatedRequest::status).containsOnly(204);
  }

  /** Sends GETs for so long; returns how many attempts each server got meanwhile. */
  private long[] requestsIn(Duration span) {
    long[] before = counts();
    for (long sent = 0; sent < span.dividedBy(BETWEEN_REQUESTS); sent++) {
      SimulatedRequest request = new SimulatedRequest(ids++, HttpMethod.GET, () -> {});
      requests.add(request);
      gateway.handle(request.request());
      time.pass(BETWEEN_REQUESTS);
      endpoints()
          .forEach(
              endpoint -> mostAtOnce.merge(Fleet.number(endpoint), endpoint.inFlight(), Math::max));
    }
    return IntStream.rangeClosed(0, SERVERS).mapToLong(i -> counts()[i] - before[i]).toArray();
  }

  /** Each at the place of its server's number. */
  private long[] counts() {
    long[] counts = new long[SERVERS + 1];
    endpoints().forEach(endpoint -> counts[Fleet.number(endpoint)] = endpoint.requests());
    return counts;
  }

  private List<Endpoint> endpoints() {
    return gateway.upstream().endpoints();
  }
}
