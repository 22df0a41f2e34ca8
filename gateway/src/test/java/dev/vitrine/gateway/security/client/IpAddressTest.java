package dev.vitrine.gateway.security.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.Texts;
import io.netty.util.NetUtil;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class IpAddressTest {
  @Test
  void readsAddressesAndWritesThemInOneForm() {
    assertThat(IpAddress.parse("192.0.2.1").orElseThrow()).hasToString("192.0.2.1");
    assertThat(IpAddress.parse("2001:DB8:0:0::0:1").orElseThrow()).hasToString("2001:db8::1");
    assertThat(IpAddress.parse("::").orElseThrow()).hasToString("::");
    assertThat(IpAddress.parse("::ffff:192.0.2.1")).isEqualTo(IpAddress.parse("192.0.2.1"));
    assertThat(IpAddress.parse("::ffff:c000:201")).isEqualTo(IpAddress.parse("192.0.2.1"));
  }

  @Test
  void refusesEverythingElse() {
    for (String text :
        new String[] {
          "",
          " ",
          ".",
          ":",
          ":::",
          "1",
          "1.2.3",
          "1.2.3.4.",
          "1.2.3.4.5",
          "256.1.1.1",
          "01.2.3.4",
          "1.2.3.4 ",
          "0x7f.1.1.1",
          "1.2.3.-4",
          "localhost",
          "[::1]",
          "::1%eth0",
          "1::2::3",
          "12345::",
          "g::",
          "1:2:3:4:5:6:7",
          "1:2:3:4:5:6:7:8:9",
          "unknown",
          "_hidden",
          "\u0661.2.3.4",
          "1".repeat(10_000),
          ":".repeat(10_000)
        }) {
      assertThat(IpAddress.parse(text)).as("%.40s", text).isEmpty();
    }
  }

  @Test
  void agreesWithTheGrammarOfIpv4() {
    Pattern grammar =
        Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

    Texts.of(9, ".", "1.", "2", "25", "0.", "5.", "6", "99.", "255.", " ", "\n", "\u0661")
        .forEach(text -> {
          Optional<IpAddress> read = IpAddress.parse(text);
          assertThat(read.isPresent()).as(text).isEqualTo(grammar.matcher(text).matches());
          read.ifPresent(address ->
              assertThat(address.network())
                  .as(text)
                  .isEqualTo(NetUtil.createByteArrayFromIpAddressString(text)));
        });
  }

  @Test
  void isOneClientToTheWidthOfItsNetwork() {
    assertThat(IpAddress.parse("192.0.2.1").orElseThrow().network()).hasSize(4);
    assertThat(IpAddress.parse("2001:db8:1:2:3::4").orElseThrow().network())
        .isEqualTo(IpAddress.parse("2001:db8:1:2::").orElseThrow().network())
        .hasSize(8);
  }

  @Test
  void belongsToBlocks() {
    assertThat(in("10.0.0.0/8", "10.255.0.1")).isTrue();
    assertThat(in("10.0.0.0/8", "11.0.0.0")).isFalse();
    assertThat(in("10.0.0.0/13", "10.7.255.255")).isTrue();
    assertThat(in("10.0.0.0/13", "10.8.0.0")).isFalse();
    assertThat(in("0.0.0.0/0", "1.2.3.4")).isTrue();
    assertThat(in("0.0.0.0/0", "::1")).isFalse();
    assertThat(in("::/0", "1.2.3.4")).isFalse();
    assertThat(in("fd00::/8", "fdff::1")).isTrue();
    assertThat(in("2001:db8::/33", "2001:db8:8000::")).isFalse();
    assertThat(in("192.0.2.1", "192.0.2.1")).isTrue();
    assertThat(in("192.0.2.1", "192.0.2.2")).isFalse();
    assertThat(in("10.0.0.0/8", "::ffff:10.1.1.1")).isTrue();
  }

  @Test
  void refusesBlocksThatAreNone() {
    for (String text :
        new String[] {"", "/", "10.0.0.0/33", "10.0.0.0/08", "::/129", "a/8", "/8"}) {
      assertThat(AddressBlock.parse(text)).as(text).isEmpty();
    }
  }

  private static boolean in(String block, String address) {
    return AddressBlock.parse(block).orElseThrow().contains(IpAddress.parse(address).orElseThrow());
  }
}
