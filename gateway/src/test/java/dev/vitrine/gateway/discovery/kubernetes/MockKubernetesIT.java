package dev.vitrine.gateway.discovery.kubernetes;

import static dev.vitrine.gateway.discovery.kubernetes.ScriptedApiServer.endpoint;
import static dev.vitrine.gateway.discovery.kubernetes.ScriptedApiServer.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.upstream.Upstream;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MockKubernetesIT {
  private static final Path NOWHERE = Path.of("/nowhere");

  private final Upstream upstream = new Upstream("a", Clock.systemUTC(), System::nanoTime);
  private Vertx vertx;
  private MockKubernetes kubernetes;
  private KubernetesDiscovery discovery;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    kubernetes = MockKubernetes.start();
    discovery =
        new KubernetesDiscovery(
            vertx,
            upstream,
            new ApiServerConfig(
                Optional.of(kubernetes.url()), NOWHERE, NOWHERE, NOWHERE, Reflecting.BY_DEFAULT),
            new KubernetesConfig(
                Optional.of("shop"), "product", Optional.of("http"), Optional.empty()),
            new Random(1));
  }

  @AfterEach
  void stop() throws Exception {
    discovery.stop().await(5, TimeUnit.SECONDS);
    vertx.close().await(5, TimeUnit.SECONDS);
    kubernetes.close();
  }

  @Test
  void followsTheSlicesOfItsServiceThroughTheirLife() throws Exception {
    kubernetes.create("product", slice("s-1", "", 80, endpoint("10.0.0.1", true)));
    kubernetes.create("user", slice("s-2", "", 80, endpoint("10.0.0.2", true)));
    discovery.start().await(5, TimeUnit.SECONDS);
    becomes("10.0.0.1:80 READY");

    kubernetes.create("product", slice("s-3", "", 90, endpoint("10.0.0.3", false)));
    becomes("10.0.0.1:80 READY", "10.0.0.3:90 NOT_READY");
    kubernetes.replace("product", "s-3", slice("s-3", "", 90, endpoint("10.0.0.3", true)));
    becomes("10.0.0.1:80 READY", "10.0.0.3:90 READY");
    String leaving =
        "{\"addresses\":[\"10.0.0.1\"],"
            + "\"conditions\":{\"ready\":false,\"serving\":true,\"terminating\":true}}";
    kubernetes.replace("product", "s-1", slice("s-1", "", 80, leaving));
    becomes("10.0.0.1:80 TERMINATING", "10.0.0.3:90 READY");
    kubernetes.delete("s-1");
    becomes("10.0.0.3:90 READY");

    assertThat(upstream.source().fault()).isEmpty();
  }

  @Test
  void followsManyChangesAndKeepsTheLastOfThemWhenTheApiServerIsGone() throws Exception {
    discovery.start().await(5, TimeUnit.SECONDS);
    for (int i = 0; i < 20; i++) {
      kubernetes.create("product", slice("s-" + i, "", 80, endpoint("10.0.0." + i, true)));
    }
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 20; i++) {
        boolean ready = (i + round) % 2 == 0;
        String slice = slice("s-" + i, "", 80, endpoint("10.0.0." + i, ready));
        kubernetes.replace("product", "s-" + i, slice);
      }
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          assertThat(upstream.endpoints()).hasSize(20);
          assertThat(upstream.endpoints())
              .allSatisfy(it ->
                  assertThat(it.isReady()).isEqualTo(it.address().host().matches(".*[02468]")));
        });

    kubernetes.close();

    await().until(() -> !upstream.source().fault().isEmpty());
    assertThat(upstream.endpoints()).hasSize(20);
    assertThat(upstream.readyEndpoints()).isEqualTo(10);
  }

  private void becomes(String... expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(endpoints()).containsExactly(expected));
  }

  private List<String> endpoints() {
    return upstream.endpoints().stream()
        .map(endpoint -> endpoint.address() + " " + endpoint.status().state())
        .toList();
  }
}
