package dev.vitrine.user.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmailAddressTest {
  @ParameterizedTest
  @CsvSource({
    "ida@example.org, ida@example.org",
    "Ida.Meyer+shop@Example.ORG, Ida.Meyer+shop@example.org",
    "o'neil@sub.domain.example, o'neil@sub.domain.example",
    "ümlaut@bücher.example, ümlaut@bücher.example",
    "u\u0308mlaut@example.org, ümlaut@example.org",
    "1@2.de, 1@2.de",
    "a@xn--bcher-kva.example, a@xn--bcher-kva.example",
  })
  void isNormalised(String text, String normal) {
    assertThat(EmailAddress.parse(text)).contains(new EmailAddress(normal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "ida",
        "ida@",
        "@example.org",
        "ida@example",
        "ida@@example.org",
        "a@b@c.de",
        ".ida@example.org",
        "ida.@example.org",
        "i..da@example.org",
        "ida@.example.org",
        "ida@example.org.",
        "ida@exa mple.org",
        "i da@example.org",
        "ida@-example.org",
        "ida@example-.org",
        "ida@exam_ple.org",
        "\"ida\"@example.org",
        "ida@[127.0.0.1]",
        "ida<x>@example.org",
        "ida@example.org\n",
        "ida,ina@example.org",
        "ida@example..org",
        "😀@example.org",
        "ida\u0000@example.org",
        "ida\u202e@example.org"
      })
  void isNothingElse(String text) {
    assertThat(EmailAddress.parse(text)).isEmpty();
  }

  @Test
  void hasALocalPartOfSixtyFourOctetsAtMost() {
    assertThat(EmailAddress.parse("a".repeat(64) + "@example.org")).isPresent();
    assertThat(EmailAddress.parse("a".repeat(65) + "@example.org")).isEmpty();
    assertThat(EmailAddress.parse("é".repeat(33) + "@example.org")).isEmpty();
  }
}
