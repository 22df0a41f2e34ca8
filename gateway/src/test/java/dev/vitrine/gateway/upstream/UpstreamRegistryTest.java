package dev.vitrine.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UpstreamRegistryTest {
  private static final EndpointAddress ONE = address(1);
  private static final EndpointAddress TWO = address(2);

  private final UpstreamRegistry registry = new UpstreamRegistry(Set.of("a"), Clock.systemUTC());
  private final Upstream upstream = registry.upstream("a");

  @Test
  void keepsWhatItKnowsOfAnEndpointThroughUpdates() {
    registry.update(Map.of("a", List.of(ONE)));
    Endpoint before = upstream.endpoints().getFirst();
    before.acquire();

    for (int i = 0; i < 10_000; i++) {
      registry.update(Map.of("a", List.of(TWO, ONE)));
    }

    assertThat(upstream.endpoints()).hasSize(2).contains(before);
    assertThat(before.inFlight()).isEqualTo(1);
  }

  @Test
  void takesAnEndpointOnceHoweverOftenItIsTold() {
    registry.update(Map.of("a", List.of(ONE, ONE), "unknown", List.of(TWO)));

    assertThat(upstream.endpoints()).hasSize(1);
  }

  @Test
  void forgetsAnEndpointThatIsNoLongerTold() {
    registry.update(Map.of("a", List.of(ONE, TWO)));
    registry.update(Map.of("a", List.of(TWO)));

    assertThat(upstream.endpoints())
        .extracting(endpoint -> endpoint.address().port())
        .containsExactly(2);
  }

  private static EndpointAddress address(int port) {
    return new EndpointAddress(new HostPort("127.0.0.1", port), Optional.empty());
  }
}
