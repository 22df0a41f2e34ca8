package dev.vitrine.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
  @ParameterizedTest
  @ValueSource(strings = {"a:1", "10.0.0.1:65535", "user-service.shop.svc:8080", "[::1]:80"})
  void isReadAndWrittenAlike(String text) {
    assertThat(HostPort.parse(text)).hasValueSatisfying(read -> assertThat(read).hasToString(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a:", ":1", "a:0", "a:65536", "a:x", "::1:80", "a b:1", "a:1/"})
  void isNothingElse(String text) {
    assertThat(HostPort.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "::1, 0:0:0:0:0:0:0:1",
    "0:0::0:1, 0:0:0:0:0:0:0:1",
    "FD00::A, fd00:0:0:0:0:0:0:a",
    "::ffff:10.0.0.1, 10.0.0.1"
  })
  void isTheAddressOfItsConnections(String host, String remote) throws Exception {
    SocketAddress connected =
        SocketAddress.inetSocketAddress(
            new InetSocketAddress(
                InetAddress.getByAddress(InetAddress.ofLiteral(host).getAddress()), 80));

    SocketAddress address = new HostPort(host, 80).socketAddress();

    assertThat(address).isEqualTo(connected).hasSameHashCodeAs(connected);
    assertThat(address.host()).isEqualTo(remote);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "user-service.shop.svc", "a:b", "1:2"})
  void leavesANameAsItIs(String host) {
    assertThat(new HostPort(host, 80).socketAddress())
        .isEqualTo(SocketAddress.inetSocketAddress(80, host));
  }
}
