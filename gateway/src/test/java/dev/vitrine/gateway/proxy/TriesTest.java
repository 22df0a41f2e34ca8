package dev.vitrine.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.Endpoint;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TriesTest {
  /** Shorter than anything that happens. */
  private static final Duration STEP = Duration.ofNanos(100_000);

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

  private int inFlight() {
    return gateway.upstream().endpoints().stream().mapToInt(Endpoint::inFlight).sum();
  }
}
