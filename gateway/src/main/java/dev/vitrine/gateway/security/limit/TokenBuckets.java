package dev.vitrine.gateway.security.limit;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A token bucket for each key, in a table that never grows. A bucket is one number, the time at
 * which it will be full again (GCRA, ITU-T I.371): its debt is how far off that is.
 *
 * <p>A key has eight places that it may be kept in, chosen by a secret hash. Where all are taken,
 * the one with the least debt goes: a full bucket is no loss at all, and a flood of addresses, each
 * with one request, pushes out its own kind, which owes least. To free a client that owes a whole
 * burst, eight others that share its places, which nobody can compute, would each have to owe as
 * much.
 *
 * <p>Safe for any thread: each place is guarded by one of 256 locks, held for some nanoseconds.
 */
final class TokenBuckets {
  private static final int WAYS = 8;
  private static final int LOCKS = 256;

  private final int burst;
  private final long interval;
  private final LongSupplier nanoTime;
  private final long origin;
  private final SipHash hash;
  private final int setMask;
  private final long[] keys;
  // When the bucket will be full, in nanoseconds since the origin; 0 where there is none.
  private final long[] fullAt;
  private final Object[] locks = new Object[LOCKS];

  TokenBuckets(RateLimitConfig config, LongSupplier nanoTime, RandomGenerator secrets) {
    this.burst = config.largestBurst();
    this.interval = config.intervalNanos();
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
    this.hash = SipHash.random(secrets);
    int sets = Integer.highestOneBit(Math.max(1, (config.clients() - 1) / WAYS)) << 1;
    this.setMask = sets - 1;
    this.keys = new long[sets * WAYS];
    this.fullAt = new long[sets * WAYS];
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /** Takes a token from the bucket of a key, if it has one. */
  Decision take(byte[] key) {
    long id = hash.hash(key) | 1; // 0 is an empty place
    int set = (int) (id >>> 32) & setMask;
    synchronized (locks[set & (LOCKS - 1)]) {
      long now = nanoTime.getAsLong() - origin;
      int place = place(set * WAYS, id);
      if (keys[place] != id) {
        keys[place] = id;
        fullAt[place] = now;
      }
      return take(place, now);
    }
  }

  private Decision take(int place, long now) {
    long debt = Math.max(0, fullAt[place] - now);
    long after = debt + interval;
    long most = burst * interval;
    if (after > most) {
      return new Decision(burst, 0, debt, after - most);
    }
    fullAt[place] = now + after;
    return new Decision(burst, (most - after) / interval, after, 0);
  }

  /** Where the key is; else the place, of its eight, that is empty or owes least. */
  private int place(int first, long id) {
    int least = first;
    for (int place = first; place < first + WAYS; place++) {
      if (keys[place] == id) {
        return place;
      }
      if (fullAt[place] < fullAt[least]) {
        least = place;
      }
    }
    return least;
  }
}
