package dev.vitrine.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.security.EdgeServer;
import dev.vitrine.gateway.security.FakeClock;
import dev.vitrine.gateway.security.client.ClientAddresses;
import dev.vitrine.gateway.security.client.ForwardedFields;
import dev.vitrine.gateway.security.client.ProxiesConfig;
import dev.vitrine.gateway.security.client.ProxiesConfig.Field;
import dev.vitrine.platform.testing.TestClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RateLimitGateTest {
  private static final RateLimitConfig TWO_A_MINUTE =
      new RateLimitConfig(2, Duration.ofMinutes(1), Optional.empty(), 65_536);

  private final FakeClock clock = new FakeClock();
  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void tellsWhatIsLeftAndRefusesWith429() throws Exception {
    try (EdgeServer server = server()) {
      Answer first = server.client().get("/a");
      Answer second = server.client().get("/a");
      Answer third = server.client().get("/a");

      assertThat(first.status()).isEqualTo(200);
      assertThat(first.header("RateLimit-Limit")).isEqualTo("2");
      assertThat(first.header("RateLimit-Remaining")).isEqualTo("1");
      assertThat(first.header("RateLimit-Reset")).isEqualTo("30");
      assertThat(second.header("RateLimit-Remaining")).isEqualTo("0");
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.json().path("type").asText()).isEqualTo("urn:vitrine:problem:rate-limited");
      assertThat(third.header("Retry-After")).isEqualTo("30");
      assertThat(third.header("RateLimit-Remaining")).isEqualTo("0");
      assertThat(third.header("RateLimit-Reset")).isEqualTo("60");
      assertThat(refused.get()).isEqualTo(1);
    }
  }

  @Test
  void tellsClientsBehindATrustedProxyApartAndIpv6By64() throws Exception {
    try (EdgeServer server = server()) {
      for (int i = 1; i <= 2; i++) {
        assertThat(from(server, "192.0.2.1")).isEqualTo(200);
        assertThat(from(server, "2001:db8:0:1::" + i)).isEqualTo(200);
      }

      assertThat(from(server, "192.0.2.1")).isEqualTo(429);
      assertThat(from(server, "192.0.2.2")).isEqualTo(200);
      assertThat(from(server, "2001:db8:0:1:ffff::1")).isEqualTo(429);
      assertThat(from(server, "2001:db8:0:2::1")).isEqualTo(200);
      assertThat(from(server, "203.0.113.9, 192.0.2.1")).isEqualTo(429);
    }
  }

  private int from(EdgeServer server, String address) throws Exception {
    return server.client().get("/a", "X-Forwarded-For", address).status();
  }

  private EdgeServer server() throws Exception {
    RateLimits limits = new RateLimits(TWO_A_MINUTE, clock, new Random(1));
    ForwardedFields forwarding =
        new ForwardedFields(new ProxiesConfig(List.of("127.0.0.1"), Field.X_FORWARDED_FOR));
    return EdgeServer.with(router ->
        router
            .route("/a")
            .handler(new ClientAddresses(forwarding))
            .handler(RateLimitGate.byClient(limits, refused::incrementAndGet))
            .handler(RateLimitGate.bySubject(limits, refused::incrementAndGet))
            .handler(ctx -> ctx.response().end("ok")));
  }
}
