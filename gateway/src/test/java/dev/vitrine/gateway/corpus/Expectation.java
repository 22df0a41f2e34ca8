package dev.vitrine.gateway.corpus;

import java.util.Arrays;
import java.util.List;

/** The verdicts that are right; a standard often leaves a choice. */
record Expectation(List<Verdict> alternatives) {
  /** What may come of a malformed request or stream of HTTP/2 (RFC 9113, section 8.1.1). */
  private static final String MALFORMED = "400 | rst PROTOCOL_ERROR | goaway PROTOCOL_ERROR";

  static Expectation of(String text) {
    return new Expectation(
        Arrays.stream(text.replace("malformed", MALFORMED).split("\\|", -1))
            .map(Verdict::of)
            .toList());
  }

  boolean allows(Verdict verdict) {
    return alternatives.stream().anyMatch(one -> one.allows(verdict));
  }

  /** Whether an answer of less than 400 would be right. */
  boolean allowsService() {
    return alternatives.stream().anyMatch(one -> one.served() > 0);
  }

  /** Of HTTP/1: how many answers there are at least, before the client asks for another one. */
  int answers() {
    return alternatives.stream()
        .mapToInt(one -> one.answers().isEmpty() ? 0 : finals(one.answers()))
        .max()
        .orElse(0);
  }

  private static int finals(String answers) {
    return Math.toIntExact(
        Arrays.stream(answers.split(" ", -1)).filter(word -> word.matches("[2-5]\\d\\d")).count());
  }
}
