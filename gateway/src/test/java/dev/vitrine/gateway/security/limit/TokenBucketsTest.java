package dev.vitrine.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.security.FakeClock;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at the heap of the JVM")
class TokenBucketsTest {
  private static final byte[] HONEST = {10, 0, 0, 1};
  private static final byte[] ABUSER = {10, 0, 0, 2};

  private final FakeClock clock = new FakeClock();

  @Test
  void allowsABurstAndThenTheRate() {
    TokenBuckets buckets = buckets(10, Duration.ofSeconds(1), 20, 1024);

    long atOnce = allowed(buckets, ABUSER, 100);
    clock.advance(Duration.ofSeconds(1));
    long afterASecond = allowed(buckets, ABUSER, 100);
    clock.advance(Duration.ofHours(1));
    long afterAnHour = allowed(buckets, ABUSER, 100);

    assertThat(atOnce).isEqualTo(20);
    assertThat(afterASecond).isEqualTo(10);
    assertThat(afterAnHour).isEqualTo(20);
  }

  @Test
  void saysWhenThereIsATokenAgainToTheNanosecond() {
    TokenBuckets buckets = buckets(10, Duration.ofSeconds(1), 2, 1024);

    Decision first = buckets.take(ABUSER);
    buckets.take(ABUSER);
    Decision refused = buckets.take(ABUSER);
    clock.advance(Duration.ofNanos(refused.retryNanos() - 1));
    Decision tooEarly = buckets.take(ABUSER);
    clock.advance(Duration.ofNanos(1));
    Decision allowed = buckets.take(ABUSER);

    assertThat(first).isEqualTo(new Decision(2, 1, 100_000_000, 0));
    assertThat(refused).isEqualTo(new Decision(2, 0, 200_000_000, 100_000_000));
    assertThat(tooEarly.retryNanos()).isEqualTo(1);
    assertThat(allowed.isAllowed()).isTrue();
  }

  @Test
  void lastsOverTheOverflowOfTheClock() {
    TokenBuckets buckets = buckets(1, Duration.ofSeconds(1), 1, 1024);

    for (int i = 0; i < 100; i++) {
      assertThat(buckets.take(HONEST).isAllowed()).isTrue();
      assertThat(buckets.take(HONEST).isAllowed()).isFalse();
      clock.advance(Duration.ofSeconds(1));
    }
  }

  /**
   * 10 000 000 addresses in 100 s, each once, into 65 536 places. All the while an abuser asks 1
   * 000 times a second, and an honest client once a second.
   */
  @Test
  void servesTheHonestAndLimitsTheAbuserUnderAFloodOfAddresses() {
    TokenBuckets buckets = buckets(10, Duration.ofSeconds(1), 20, 65_536);
    long honest = 0;
    long abuser = 0;
    long heapBefore = usedHeap();

    for (int i = 0; i < 10_000_000; i++) {
      buckets.take(ByteBuffer.allocate(4).putInt(i).array());
      if (i % 100 == 0) {
        abuser += buckets.take(ABUSER).isAllowed() ? 1 : 0;
      }
      if (i % 100_000 == 0) {
        honest += buckets.take(HONEST).isAllowed() ? 1 : 0;
      }
      clock.advance(Duration.ofNanos(10_000));
    }

    assertThat(usedHeap() - heapBefore).isLessThan(4L * 1024 * 1024);
    assertThat(honest).isEqualTo(100);
    // 20 at once and 10 a second, for 100 s: the flood has not bought it one more.
    assertThat(abuser).isBetween(1_015L, 1_020L);
  }

  /** What each of eight must do that push a client out of its places: owe more than it does. */
  @Test
  void forgetsThoseThatOweLeast() {
    TokenBuckets buckets = buckets(10, Duration.ofSeconds(1), 20, 1024);
    allowed(buckets, ABUSER, 20);

    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      byte[] other = ByteBuffer.allocate(4).putInt(random.nextInt()).array();
      allowed(buckets, other, 19);
    }

    assertThat(buckets.take(ABUSER).isAllowed()).isFalse();
  }

  @Test
  void countsExactlyForManyThreadsAtOnce() throws InterruptedException {
    TokenBuckets buckets = buckets(1, Duration.ofMinutes(1), 5_000, 1024);
    AtomicInteger allowed = new AtomicInteger();

    Thread[] threads =
        IntStream.range(0, 8)
            .mapToObj(i ->
                Thread.ofPlatform()
                    .start(() -> allowed.addAndGet((int) allowed(buckets, ABUSER, 10_000))))
            .toArray(Thread[]::new);
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(allowed.get()).isEqualTo(5_000);
  }

  private static long usedHeap() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  private static long allowed(TokenBuckets buckets, byte[] key, int requests) {
    return IntStream.range(0, requests).filter(i -> buckets.take(key).isAllowed()).count();
  }

  private TokenBuckets buckets(int requests, Duration per, int burst, int clients) {
    return new TokenBuckets(
        new RateLimitConfig(requests, per, Optional.of(burst), clients), clock, new Random(42));
  }
}
