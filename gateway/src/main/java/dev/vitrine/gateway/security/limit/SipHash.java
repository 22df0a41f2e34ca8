package dev.vitrine.gateway.security.limit;

import java.util.random.RandomGenerator;

/**
 * SipHash-2-4 (Aumasson, Bernstein 2012): nobody who does not know the two numbers can choose
 * inputs that collide.
 */
record SipHash(long k0, long k1) {
  /** With secrets of its own. */
  static SipHash random(RandomGenerator random) {
    return new SipHash(random.nextLong(), random.nextLong());
  }

  long hash(byte[] input) {
    long[] v = {
      k0 ^ 0x736f6d6570736575L,
      k1 ^ 0x646f72616e646f6dL,
      k0 ^ 0x6c7967656e657261L,
      k1 ^ 0x7465646279746573L
    };
    int whole = input.length & ~7;
    for (int at = 0; at < whole; at += 8) {
      word(v, littleEndian(input, at, 8));
    }
    word(v, ((long) input.length << 56) | littleEndian(input, whole, input.length - whole));
    v[2] ^= 0xff;
    for (int i = 0; i < 4; i++) {
      round(v);
    }
    return v[0] ^ v[1] ^ v[2] ^ v[3];
  }

  private static void word(long[] v, long m) {
    v[3] ^= m;
    round(v);
    round(v);
    v[0] ^= m;
  }

  private static long littleEndian(byte[] input, int at, int bytes) {
    long word = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      word = word << 8 | (input[at + i] & 0xff);
    }
    return word;
  }

  private static void round(long[] v) {
    v[0] += v[1];
    v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
    v[0] = Long.rotateLeft(v[0], 32);
    v[2] += v[3];
    v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
    v[2] = Long.rotateLeft(v[2], 32);
  }
}
