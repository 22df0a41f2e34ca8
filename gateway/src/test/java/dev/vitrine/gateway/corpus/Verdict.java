package dev.vitrine.gateway.corpus;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client saw, in short.
 *
 * @param answers the statuses, in order; {@code cut} follows one that is incomplete, and {@code
 *     rst} and a code stand for a stream that was reset
 * @param ending what became of the connection: {@code kept}, {@code closed}, {@code upgraded} to
 *     something else, {@code hangs}, or {@code goaway} and a code; empty in an expectation that
 *     leaves it open
 */
record Verdict(String answers, String ending) {
  private static final Pattern TEXT =
      Pattern.compile("(.*?) ?(kept|closed|upgraded|hangs|goaway \\w+)?");
  private static final Pattern SERVED = Pattern.compile("\\b[23]\\d\\d\\b");

  static Verdict of(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no verdict: " + text);
    }
    return new Verdict(matcher.group(1).strip(), Objects.requireNonNullElse(matcher.group(2), ""));
  }

  /** Whether {@code other}, which was seen, is what this one allows. */
  boolean allows(Verdict other) {
    return answers.equals(other.answers)
        && (ending.isEmpty() ? !other.ending.equals("hangs") : ending.equals(other.ending));
  }

  /** How many requests were answered by the upstream, as far as statuses tell. */
  int served() {
    return Math.toIntExact(SERVED.matcher(answers).results().count());
  }

  @Override
  public String toString() {
    return (answers + " " + ending).strip();
  }
}
