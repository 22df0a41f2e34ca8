package dev.vitrine.gateway.security.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.gateway.security.client.ProxiesConfig.Field;
import dev.vitrine.platform.config.InvalidConfigurationException;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
  private static final String PROXY = "10.0.0.1";

  @Test
  void isThePeerWhereNobodyIsTrusted() {
    assertThat(client("192.0.2.7", "1.1.1.1")).isEqualTo("192.0.2.7");
    assertThat(client("192.0.2.7")).isEqualTo("192.0.2.7");
  }

  @Test
  void isTheRightmostThatIsNotTrusted() {
    assertThat(client(PROXY, "1.1.1.1")).isEqualTo("1.1.1.1");
    assertThat(client(PROXY, "6.6.6.6, 1.1.1.1")).isEqualTo("1.1.1.1");
    assertThat(client(PROXY, "6.6.6.6, 1.1.1.1, 10.0.0.2")).isEqualTo("1.1.1.1");
    assertThat(client(PROXY, "6.6.6.6", "1.1.1.1", "10.0.0.2 ,10.0.0.3")).isEqualTo("1.1.1.1");
    assertThat(client(PROXY, "10.0.0.3, 10.0.0.2")).isEqualTo("10.0.0.3");
    assertThat(client(PROXY)).isEqualTo(PROXY);
  }

  @Test
  void readsPortsAndBrackets() {
    assertThat(client(PROXY, "1.1.1.1:4711")).isEqualTo("1.1.1.1");
    assertThat(client(PROXY, "[2001:db8::1]:4711")).isEqualTo("2001:db8::1");
    assertThat(client(PROXY, "[2001:db8::1]")).isEqualTo("2001:db8::1");
    assertThat(client(PROXY, "2001:db8::1")).isEqualTo("2001:db8::1");
    assertThat(client(PROXY, "::ffff:1.1.1.1")).isEqualTo("1.1.1.1");
  }

  @Test
  void isTheLastTrustedOneThatSaysAnythingWhereTheRestIsGarbage() {
    for (String garbage :
        new String[] {
          "unknown",
          "_hidden",
          "localhost",
          "1.1.1.1:x",
          "1.1.1.1.",
          "[1.1.1.1",
          "'",
          "\"1.1.1.1",
          "1.1.1.1;2",
          "\u0000",
          "%31.1.1.1",
          "\u00ff",
          "1.1.1.1:99999999"
        }) {
      assertThat(client(PROXY, "6.6.6.6, " + garbage)).as(garbage).isEqualTo(PROXY);
      assertThat(client(PROXY, "6.6.6.6, " + garbage + ", 10.0.0.2"))
          .as(garbage)
          .isEqualTo("10.0.0.2");
    }
    assertThat(client(PROXY, ", ,,")).isEqualTo(PROXY);
  }

  @Test
  void readsNoMoreThanSixteenOfAThousand() {
    String many =
        IntStream.range(0, 1_000).mapToObj(i -> "10.1.0.1").collect(Collectors.joining(", "));

    ClientAddress client = of(PROXY, Field.X_FORWARDED_FOR, "X-Forwarded-For", many);

    assertThat(client.hops()).hasSize(ClientAddress.MOST_HOPS);
  }

  @Test
  void readsForwardedWhereThatIsTheFieldOfTheProxies() {
    assertThat(forwarded("for=1.1.1.1")).isEqualTo("1.1.1.1");
    assertThat(forwarded("for=6.6.6.6, FOR=\"[2001:db8::1]:80\";proto=https;by=_x"))
        .isEqualTo("2001:db8::1");
    assertThat(forwarded("for=6.6.6.6, proto=https; for = 1.1.1.1")).isEqualTo(PROXY);
    assertThat(forwarded("for=6.6.6.6, for=_hidden")).isEqualTo(PROXY);
    assertThat(forwarded("for=6.6.6.6, for=\"1.1.1.1, for=2.2.2.2\"")).isEqualTo(PROXY);
    assertThat(forwarded("for=1.1.1.1;host=\"a,b\"")).isEqualTo("1.1.1.1");
    assertThat(of(PROXY, Field.FORWARDED, "X-Forwarded-For", "6.6.6.6").ip()).hasToString(PROXY);
    assertThat(of(PROXY, Field.X_FORWARDED_FOR, "Forwarded", "for=6.6.6.6").ip())
        .hasToString(PROXY);
  }

  @Test
  void neverThrowsAndNeverLeavesThePeerWithoutTrust() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      String value =
          IntStream.range(0, bytes.length)
              .mapToObj(at -> bytes[at] < 0 ? "\",;=1.:[]for" : String.valueOf((char) bytes[at]))
              .collect(Collectors.joining());

      assertThat(client("192.0.2.7", value)).isEqualTo("192.0.2.7");
      forwarded(value);
    }
  }

  @Test
  void refusesBlocksThatAreNone() {
    assertThatThrownBy(() -> new ProxiesConfig(List.of("10.0.0.0/40"), Field.FORWARDED))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("trusted: 10.0.0.0/40");
  }

  private static String client(String peer, String... forwardedFor) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    Arrays.stream(forwardedFor).forEach(value -> headers.add("X-Forwarded-For", value));
    return of(peer, Field.X_FORWARDED_FOR, headers).ip().toString();
  }

  private static String forwarded(String value) {
    return of(PROXY, Field.FORWARDED, "Forwarded", value).ip().toString();
  }

  private static ClientAddress of(String peer, Field field, String name, String value) {
    return of(peer, field, MultiMap.caseInsensitiveMultiMap().add(name, value));
  }

  private static ClientAddress of(String peer, Field field, MultiMap headers) {
    ProxiesConfig config = new ProxiesConfig(List.of("10.0.0.0/8"), field);
    return ClientAddress.of(IpAddress.parse(peer).orElseThrow(), headers, config.blocks(), field);
  }
}
