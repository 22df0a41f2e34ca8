package dev.vitrine.gateway.resilience;

import dev.vitrine.platform.config.Require;
import java.time.Duration;

/**
 * When an endpoint is kept out of use although it says that it is ready.
 *
 * @param connectFailures in a row; 0 for never
 * @param connectEjection for how long then
 * @param badAnswers 5xx, refused streams, and answers that did not come or broke off, in a row; 0
 *     for never
 * @param answerEjection for how long then, times the number of its ejections
 * @param longest that an ejection may become
 * @param mostEjected percent of an upstream's endpoints; the last one in use is never ejected
 * @param cleanSpan without an ejection, after which one of its ejections is forgotten
 * @param spread percent of an ejection by which it is longer or shorter, at most and at random, so
 *     that endpoints that fell together do not come back together
 */
public record EjectionConfig(
    int connectFailures,
    Duration connectEjection,
    int badAnswers,
    Duration answerEjection,
    Duration longest,
    int mostEjected,
    Duration cleanSpan,
    int spread) {
  public EjectionConfig {
    Duration least = Duration.ofMillis(10);
    Duration most = Duration.ofHours(1);
    Require.between("connect-failures", connectFailures, 0, 1_000_000);
    Require.between("connect-ejection", connectEjection, least, most);
    Require.between("bad-answers", badAnswers, 0, 1_000_000);
    Require.between("answer-ejection", answerEjection, least, most);
    Require.between("longest", longest, least, Duration.ofDays(1));
    Require.between("most-ejected", mostEjected, 0, 100);
    Require.between("clean-span", cleanSpan, least, most);
    Require.between("spread", spread, 0, 100);
  }
}
