package dev.vitrine.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListFieldTest {
  private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

  @ParameterizedTest
  @ValueSource(
      strings = {"Upgrade", "upgrade", "keep-alive, Upgrade", "Upgrade,keep-alive", ",\tUPGRADE ,"})
  void findsAnElementWhereverItIs(String value) {
    headers.add("Connection", value);

    boolean there = ListField.contains(headers, "connection", "upgrade");

    assertThat(there).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "keep-alive", "Upgrades", "no Upgrade", "x-Upgrade"})
  void findsNoElementThatIsNotThere(String value) {
    headers.add("Connection", value);

    boolean there = ListField.contains(headers, "Connection", "upgrade");

    assertThat(there).isFalse();
  }

  @Test
  void readsSeveralFieldsAsOneList() {
    headers.add("Connection", "keep-alive, X-A").add("Connection", " ,Upgrade");

    boolean there = ListField.contains(headers, "Connection", "Upgrade");

    assertThat(there).isTrue();
    assertThat(ListField.elements(headers, "Connection"))
        .containsExactly("keep-alive", "X-A", "Upgrade");
  }

  @Test
  void findsNothingWhereThereIsNoField() {
    boolean there = ListField.contains(headers, "Connection", "upgrade");

    assertThat(there).isFalse();
    assertThat(ListField.elements(headers, "Connection")).isEmpty();
  }
}
