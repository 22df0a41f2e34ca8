package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EntityTagTest {
  private static final String TAG = EntityTag.of("product-7-1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"product-7-1\"",
        "W/\"product-7-1\"",
        " * ",
        "\"other\", \"product-7-1\"",
        "\"other\",W/\"product-7-1\" , \"more\"",
      })
  void matchesTheTagAmongOthers(String header) {
    assertThat(EntityTag.matchesAny(header, TAG)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",", "product-7-1", "\"product-7-11\"", "\"product-7-1", "\"*\"", "W/*"})
  void matchesNothingElse(String header) {
    assertThat(EntityTag.matchesAny(header, TAG)).isFalse();
  }

  @Test
  void matchesNothingWhereThereIsNoHeader() {
    assertThat(EntityTag.matchesAny(null, TAG)).isFalse();
  }

  @Test
  void differsWhereContentDiffers() {
    String tag = EntityTag.ofContent(Buffer.buffer("[1]"));

    assertThat(tag).matches("\"[A-Za-z0-9_-]{22}\"");
    assertThat(tag).isEqualTo(EntityTag.ofContent(Buffer.buffer("[1]")));
    assertThat(tag).isNotEqualTo(EntityTag.ofContent(Buffer.buffer("[2]")));
  }
}
