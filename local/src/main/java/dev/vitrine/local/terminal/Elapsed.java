package dev.vitrine.local.terminal;

import java.time.Duration;
import java.util.Locale;

/** Spans of time in words. */
public final class Elapsed {
  private Elapsed() {}

  /** Since a reading of {@link System#nanoTime()}. */
  public static String since(long nanoTime) {
    return words(Duration.ofNanos(System.nanoTime() - nanoTime));
  }

  /** "0.4 s", "12 s", "3 min", "2 h". */
  public static String words(Duration span) {
    if (span.toSeconds() < 10) {
      return String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0);
    }
    if (span.toMinutes() < 2) {
      return span.toSeconds() + " s";
    }
    return span.toHours() < 2 ? span.toMinutes() + " min" : span.toHours() + " h";
  }
}
