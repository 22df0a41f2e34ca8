package dev.vitrine.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.route.RouteConfig;
import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.FailureRecord;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriesTest {
  /** Shorter than anything that happens. */
  private static final Duration STEP = Duration.ofNanos(100_000);

  /** Longer than any answer takes, shorter than any pause that is waited for. */
  private static final Duration SOON = Duration.ofMillis(900);

  private static final RouteConfig HASTY = SimulatedGateway.route(Duration.ofMillis(300), false);

  private final VirtualTime time = new VirtualTime();
  private final Random random = new Random(1);
  private final SimulatedShop shop = new SimulatedShop(time, random);
  private final SimulatedGateway gateway = new SimulatedGateway(time, random, shop, false);

  @Test
  void countARequestNoLongerWhereItsAnswerIsPutAside() {
    shop.server(1).unavailable(true);
    shop.server(2).unavailable(true);
    gateway.discover(Set.of(1, 2));
    time.pass(Duration.ofSeconds(5));
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.GET, () -> {});

    gateway.handle(request.request());
    List<Integer> counts = new ArrayList<>(List.of(inFlight()));
    for (long end = time.nanos() + Duration.ofSeconds(5).toNanos(); time.nanos() < end; ) {
      time.pass(STEP);
      if (inFlight() != counts.getLast()) {
        counts.add(inFlight());
      }
    }

    assertThat(request.isAnsweredOnce()).isTrue();
    assertThat(request.status()).isEqualTo(503);
    // At the one, at none of them until the other is asked, at the other.
    assertThat(counts).containsExactly(1, 0, 1, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "20", "3600", "9999999", "Fri, 31 Dec 1999 23:59:59 GMT"})
  void passesAnAnswerOnThatAsksForALongPause(String retryAfter) {
    makeIll(true, retryAfter);
    gateway.discover(Set.of(1, 2));
    time.pass(Duration.ofSeconds(5));
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.GET, () -> {});

    gateway.handle(request.request());
    time.pass(SOON);

    assertThat(request.isAnsweredOnce()).isTrue();
    assertThat(request.status()).isEqualTo(503);
    assertThat(request.field("Retry-After")).contains(retryAfter);
    assertThat(gateway.resilience().admission().load().inFlight()).isZero();
  }

  @Test
  void waitsAsLongAsAnAnswerAsksWhereThatIsShort() {
    makeIll(true, "1");
    gateway.discover(Set.of(1, 2));
    time.pass(Duration.ofSeconds(5));
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.GET, () -> {});

    gateway.handle(request.request());
    time.pass(SOON);
    boolean answeredSoon = request.isAnsweredOnce();
    makeIll(false, "");
    time.pass(SOON);

    assertThat(answeredSoon).isFalse();
    assertThat(request.isAnsweredOnce()).isTrue();
    assertThat(request.status()).isEqualTo(204);
  }

  @Test
  void waitsForLongWhereItsRouteSaysSo() {
    makeIll(true, "5");
    gateway.discover(Set.of(1, 2));
    time.pass(Duration.ofSeconds(5));
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.GET, () -> {});

    gateway.handle(request.request(), Duration.ofSeconds(5));
    time.pass(SOON);
    boolean answeredSoon = request.isAnsweredOnce();
    makeIll(false, "");
    time.pass(Duration.ofSeconds(5));

    assertThat(answeredSoon).isFalse();
    assertThat(request.isAnsweredOnce()).isTrue();
    assertThat(request.status()).isEqualTo(204);
  }

  @Test
  void givesItsPlaceBackAtOnceWhereTheClientLeavesInAPause() {
    makeIll(true, "1");
    gateway.discover(Set.of(1, 2));
    time.pass(Duration.ofSeconds(5));
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.GET, () -> {});
    gateway.handle(request.request());
    time.pass(SOON);
    int before = gateway.resilience().admission().load().inFlight();

    makeIll(false, "");
    request.leave();
    int after = gateway.resilience().admission().load().inFlight();
    time.pass(Duration.ofSeconds(5));

    assertThat(before).isEqualTo(1);
    assertThat(after).isZero();
    assertThat(shop.executions(1)).isZero();
    assertThat(inFlight()).isZero();
  }

  @Test
  void givesItsPlaceBackAtOnceWhereTheClientLeavesWhileItIsHeld() {
    shop.server(1).crash();
    gateway.discover(Set.of(1));
    time.pass(Duration.ofSeconds(5));
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.GET, () -> {});
    gateway.handle(request.request());
    int before = gateway.resilience().hold().waiting();

    request.leave();

    assertThat(before).isEqualTo(1);
    assertThat(gateway.resilience().hold().waiting()).isZero();
    assertThat(gateway.resilience().admission().load().inFlight()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void doesNotAskForARepetitionOfWhatWasLostWithTheLastServer(String method) {
    shop.server(1);
    gateway.discover(Set.of(1));
    time.pass(Duration.ofSeconds(5));
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.valueOf(method), () -> {});
    shop.server(1).pause(Duration.ofSeconds(20));
    gateway.handle(request.request());
    time.pass(Duration.ofSeconds(5));
    int ready = gateway.upstream().readyEndpoints();

    shop.server(1).crash();
    time.pass(Duration.ofSeconds(2));

    assertThat(ready).isZero();
    assertThat(request.isAnsweredOnce()).isTrue();
    assertThat(request.status()).isEqualTo(502);
    assertThat(request.field("Retry-After")).isEmpty();
  }

  @Test
  void asksForARepetitionOfWhatNobodyHasHad() {
    shop.server(1);
    gateway.discover(Set.of(1));
    time.pass(Duration.ofSeconds(5));
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.POST, () -> {});

    shop.server(1).crash();
    gateway.handle(request.request());
    time.pass(Duration.ofSeconds(5));

    assertThat(gateway.upstream().readyEndpoints()).isZero();
    assertThat(request.isAnsweredOnce()).isTrue();
    assertThat(request.status()).isEqualTo(503);
    assertThat(request.field("Retry-After")).contains("1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void asksEveryServerWhereAllButOneAreDead(boolean probesSeeIt) {
    IntStream.rangeClosed(1, 8).forEach(shop::server);
    gateway.discover(IntStream.rangeClosed(1, 8).boxed().toList());
    time.pass(Duration.ofSeconds(5));
    List<SimulatedRequest> requests =
        LongStream.range(0, 20)
            .mapToObj(id -> new SimulatedRequest(id, HttpMethod.GET, () -> {}))
            .toList();

    IntStream.rangeClosed(1, 7).mapToObj(shop::server).forEach(server -> die(server, probesSeeIt));
    requests.forEach(request -> gateway.handle(request.request()));
    time.pass(SOON);

    assertThat(requests).allMatch(SimulatedRequest::isAnsweredOnce);
    assertThat(requests).extracting(SimulatedRequest::status).containsOnly(204);
  }

  private static void die(SimulatedShop.Server server, boolean probesSeeIt) {
    if (probesSeeIt) {
      server.crash();
    } else {
      server.deaf(true);
    }
  }

  @Test
  void asksNoServerTwiceWhereAllAreDead() {
    IntStream.rangeClosed(1, 8).forEach(shop::server);
    gateway.discover(IntStream.rangeClosed(1, 8).boxed().toList());
    time.pass(Duration.ofSeconds(5));
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.GET, () -> {});

    IntStream.rangeClosed(1, 8).mapToObj(shop::server).forEach(server -> server.deaf(true));
    gateway.handle(request.request());
    time.pass(Duration.ofSeconds(5));

    assertThat(request.isAnsweredOnce()).isTrue();
    assertThat(request.status()).isEqualTo(502);
    assertThat(gateway.upstream().endpoints())
        .allSatisfy(endpoint -> assertThat(endpoint.requests()).isEqualTo(1));
  }

  @Test
  void waitsForNoConnectionBeyondTheTimeOfTheRequest() {
    shop.server(1).mute(true);
    gateway.discover(Set.of(1));
    time.pass(Duration.ofSeconds(5));
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.POST, () -> {});

    gateway.handle(request.request(), HASTY);
    time.pass(Duration.ofMillis(299));
    boolean early = request.isAnsweredOnce();
    time.pass(Duration.ofMillis(1));
    boolean inTime = request.isAnsweredOnce();
    shop.server(1).mute(false);
    time.pass(Duration.ofSeconds(5));

    assertThat(early).isFalse();
    assertThat(inTime).isTrue();
    assertSaysThatItWasNotSent(request);
    assertThat(shop.executions(1)).isZero();
    assertThat(shop.resets()).isEqualTo(1);
    assertThat(inFlight()).isZero();
    assertThat(gateway.resilience().admission().load().inFlight()).isZero();
    assertThat(gateway.upstream().endpoints())
        .allSatisfy(endpoint -> assertThat(endpoint.failures().failuresInARow()).isZero());
  }

  @Test
  void ejectsNobodyWhoseConnectionDidNotComeInTheLittleTimeThereWas() {
    shop.server(1).mute(true);
    shop.server(2).mute(true);
    gateway.discover(Set.of(1, 2));
    time.pass(Duration.ofSeconds(5));

    for (int id = 0; id < 20; id++) {
      SimulatedRequest request = new SimulatedRequest(id, HttpMethod.GET, () -> {});
      gateway.handle(request.request(), HASTY);
      time.pass(Duration.ofMillis(300));
      assertSaysThatItWasNotSent(request);
    }

    assertThat(gateway.upstream().endpoints())
        .allSatisfy(endpoint ->
            assertThat(endpoint.failures().phase()).isEqualTo(FailureRecord.Phase.IN_USE));
  }

  @Test
  void queuesNoRequestBeyondItsTime() {
    shop.server(1);
    gateway.discover(Set.of(1));
    time.pass(Duration.ofSeconds(5));
    fillAllPlaces();
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.POST, () -> {});

    gateway.handle(request.request(), HASTY);
    time.pass(Duration.ofMillis(300));
    boolean inTime = request.isAnsweredOnce();
    gateway.resilience().admission().ended();
    time.pass(Duration.ofSeconds(5));

    assertThat(inTime).isTrue();
    assertSaysThatItWasNotSent(request);
    assertThat(shop.executions(1)).isZero();
    assertThat(gateway.resilience().admission().load().queued()).isZero();
  }

  /** As where its turn comes in the moment in which its time is over. */
  @Test
  void choosesNobodyForARequestThatIsLetInTooLate() {
    shop.server(1);
    gateway.discover(Set.of(1));
    time.pass(Duration.ofSeconds(5));
    fillAllPlaces();
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.POST, () -> {});

    int before = gateway.resilience().admission().load().inFlight();
    gateway.handle(request.request(), HASTY);
    time.pass(HASTY.totalTimeout().minusNanos(1));
    gateway.resilience().admission().ended();
    time.pass(Duration.ofSeconds(5));

    assertThat(request.isAnsweredOnce()).isTrue();
    assertSaysThatItWasNotSent(request);
    assertThat(gateway.upstream().endpoints())
        .allSatisfy(endpoint -> assertThat(endpoint.requests()).isZero());
    assertThat(gateway.resilience().admission().load().inFlight()).isEqualTo(before - 1);
  }

  @Test
  void hasNoLimitOfItsTimeWhereItsRouteStreams() {
    shop.server(1).mute(true);
    gateway.discover(Set.of(1));
    time.pass(Duration.ofSeconds(5));
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.POST, () -> {});

    gateway.handle(request.request(), SimulatedGateway.route(Duration.ofMillis(300), true));
    time.pass(Duration.ofMillis(900));
    shop.server(1).mute(false);
    time.pass(Duration.ofSeconds(5));

    assertThat(request.isAnsweredOnce()).isTrue();
    assertThat(request.status()).isEqualTo(204);
  }

  @Test
  void doesNotAskForARepetitionOfWhatWasLostBeforeItsTimeWasOver() {
    shop.server(1);
    gateway.discover(Set.of(1));
    time.pass(Duration.ofSeconds(5));
    SimulatedRequest request = new SimulatedRequest(1, HttpMethod.POST, () -> {});
    shop.server(1).pause(Duration.ofSeconds(20));

    gateway.handle(request.request(), HASTY);
    time.pass(Duration.ofMillis(300));

    assertThat(request.isAnsweredOnce()).isTrue();
    assertThat(request.status()).isEqualTo(504);
    assertThat(request.field("Retry-After")).isEmpty();
  }

  private static void assertSaysThatItWasNotSent(SimulatedRequest request) {
    assertThat(request.isAnsweredOnce()).isTrue();
    assertThat(request.status()).isEqualTo(504);
    assertThat(request.field("Retry-After")).contains("1");
  }

  private void fillAllPlaces() {
    for (int i = 0; i < SimulatedGateway.RESILIENCE.admission().maxInFlight(); i++) {
      gateway.resilience().admission().admit(Duration.ZERO, time);
    }
  }

  /** Or well: both servers. */
  private void makeIll(boolean ill, String retryAfter) {
    for (int number : List.of(1, 2)) {
      shop.server(number).unavailable(ill);
      shop.server(number).retryAfter(retryAfter);
    }
  }

  private int inFlight() {
    return gateway.upstream().endpoints().stream().mapToInt(Endpoint::inFlight).sum();
  }
}
