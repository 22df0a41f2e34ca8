package dev.vitrine.gateway.security.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.platform.testing.Texts;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ForwardedHostTest {
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::\\d{1,5})?");

  private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");

  @Test
  void agreesWithItsGrammar() {
    Texts.of(
            6,
            "[",
            "]",
            ":",
            ".",
            "1",
            "0",
            "aF",
            "g_",
            "~",
            " ",
            "\n",
            "\u0661",
            "a".repeat(252),
            "1".repeat(43))
        .forEach(text -> {
          assertThat(ForwardedHost.isHost(text)).as(text).isEqualTo(HOST.matcher(text).matches());
          assertThat(ForwardedHost.isPort(text)).as(text).isEqualTo(PORT.matcher(text).matches());
        });
  }

  @Test
  void isNoLongerThanANameIs() {
    assertThat(ForwardedHost.isHost("a".repeat(253))).isTrue();
    assertThat(ForwardedHost.isHost("a".repeat(254))).isFalse();
  }
}
