package dev.vitrine.gateway.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.security.FakeClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyCacheTest {
  private final FakeClock clock = new FakeClock();
  private final List<Promise<Buffer>> fetches = new ArrayList<>();
  private final KeyCache cache =
      new KeyCache(
          () -> {
            fetches.add(Promise.promise());
            return fetches.getLast().future();
          },
          clock,
          Duration.ofSeconds(10).toNanos());

  @Test
  void fetchesForUnknownIdsAtMostOnceInTenSecondsWhateverIsAsked() {
    Duration hour = Duration.ofHours(1);

    for (Duration passed = Duration.ZERO;
        passed.compareTo(hour) < 0;
        passed = passed.plusMillis(100)) {
      cache.refreshForUnknown();
      fetches.getLast().tryFail("away");
      clock.advance(Duration.ofMillis(100));
    }

    assertThat(fetches).hasSize(360);
  }

  @Test
  void joinsTheFetchThatIsUnderWay() throws GeneralSecurityException {
    Future<Void> first = cache.refreshForUnknown().orElseThrow();
    Future<Void> second = cache.refreshForUnknown().orElseThrow();

    fetches.getFirst().complete(Issuer.jwks(Issuer.es256("a")));

    assertThat(fetches).hasSize(1);
    assertThat(first.succeeded() && second.succeeded()).isTrue();
    assertThat(cache.keys().key("a")).isPresent();
  }

  @Test
  void keepsTheKeysThatItHasWhereAFetchIsOfNoUse() throws GeneralSecurityException {
    refresh().complete(Issuer.jwks(Issuer.es256("a")));
    KeySet before = cache.keys();

    refresh().fail("connection refused");
    refresh().complete(Buffer.buffer("<html>"));
    refresh().complete(Buffer.buffer("{\"keys\":[]}"));
    refresh().complete(Buffer.buffer(" ".repeat(KeySet.LARGEST + 1)));

    assertThat(cache.keys()).isSameAs(before);
    assertThat(cache.fault()).isPresent();
  }

  @Test
  void takesOverARotation() throws GeneralSecurityException {
    Issuer current = Issuer.es256("a");
    Issuer next = Issuer.ed25519("b");

    refresh().complete(Issuer.jwks(current));
    refresh().complete(Issuer.jwks(current, next));
    refresh().complete(Issuer.jwks(next));

    assertThat(cache.keys().key("a")).isEmpty();
    assertThat(cache.keys().key("b")).isPresent();
    assertThat(cache.fault()).isEmpty();
  }

  @Test
  void isTheSameSetWhereNothingHasChanged() throws GeneralSecurityException {
    Issuer issuer = Issuer.es256("a");
    refresh().complete(Issuer.jwks(issuer));
    KeySet before = cache.keys();

    refresh().complete(Issuer.jwks(issuer));

    assertThat(cache.keys()).isSameAs(before);
  }

  @Test
  void knowsHowOldItsKeysAreAndHowOftenAFetchWasOfNoUse() throws GeneralSecurityException {
    boolean before = cache.age().isPresent();
    refresh().complete(Issuer.jwks(Issuer.es256("a")));
    clock.advance(Duration.ofMinutes(1));
    refresh().fail("connection refused");
    refresh().complete(Buffer.buffer("<html>"));
    clock.advance(Duration.ofMinutes(1));

    assertThat(before).isFalse();
    assertThat(cache.age()).contains(Duration.ofMinutes(2));
    assertThat(cache.failures()).isEqualTo(2);
  }

  private Promise<Buffer> refresh() {
    cache.refresh();
    return fetches.getLast();
  }
}
