package dev.vitrine.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SipHashTest {
  /**
   * The key and the input of the paper: 00 01 02 ..., as long as the vector's place in the list.
   */
  @Test
  void agreesWithTheVectorsOfItsAuthors() {
    SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    byte[] input = new byte[15];
    for (int i = 0; i < input.length; i++) {
      input[i] = (byte) i;
    }

    assertThat(hash.hash(new byte[0])).isEqualTo(0x726fdb47dd0e0e31L);
    assertThat(hash.hash(Arrays.copyOf(input, 1))).isEqualTo(0x74f839c593dc67fdL);
    assertThat(hash.hash(Arrays.copyOf(input, 8))).isEqualTo(0x93f5f5799a932462L);
    assertThat(hash.hash(input)).isEqualTo(0xa129ca6149be45e5L);
  }
}
