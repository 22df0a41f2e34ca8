package dev.vitrine.platform.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTest {
  @Test
  void leavesWhatIsSeenAsItIs() {
    assertThat(Visible.of("Grüße, 東京, \uD83D\uDE00 \\ \""))
        .isEqualTo("Grüße, 東京, \uD83D\uDE00 \\ \"");
  }

  @Test
  void escapesWhatSteersATerminal() {
    assertThat(Visible.of("a\u001b[2J\u009b2J\r\n\u007fb\u2028\u2029\u202e\u200b\ufeff\u0000"))
        .isEqualTo(
            "a\\u001b[2J\\u009b2J\\u000d\\u000a\\u007fb"
                + "\\u2028\\u2029\\u202e\\u200b\\ufeff\\u0000");
  }
}
