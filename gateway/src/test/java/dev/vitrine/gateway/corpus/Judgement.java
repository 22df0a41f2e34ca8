package dev.vitrine.gateway.corpus;

import dev.vitrine.gateway.corpus.Case.Side;
import java.util.ArrayList;
import java.util.List;

/** Says what is wrong with what came of a case; nothing where it is as it has to be. */
final class Judgement {
  private static final int ANY_NUMBER = -1;
  private static final int MOST_ATTEMPTS = 3;

  private final Case now;
  private final Observation seen;
  private final List<String> complaints;

  private Judgement(Case now, Observation seen) {
    this.now = now;
    this.seen = seen;
    complaints = new ArrayList<>(seen.faults());
  }

  static List<String> on(Case now, Observation seen) {
    Judgement judgement = new Judgement(now, seen);
    judgement.judge();
    return List.copyOf(judgement.complaints);
  }

  private void judge() {
    if (!now.expectation().allows(seen.verdict())) {
      complaints.add("expected " + now.expect() + ", got " + seen.verdict());
    }
    requests();
    side("upstream", now.upstream(), seen.requests());
    side("client", now.client(), seen.answers());
  }

  /** No request may reach the upstream as two, and none that was refused may reach it at all. */
  private void requests() {
    int got = seen.requests().size();
    Integer said = now.upstream().requests();
    int expected = said != null ? said : seen.verdict().served();
    if (expected == ANY_NUMBER) {
      return;
    }
    // What the upstream itself got wrong may have been tried again.
    boolean exact = now.answer() == null || said != null;
    boolean right = exact ? got == expected : got >= 1 && got <= MOST_ATTEMPTS;
    if (!right) {
      complaints.add("the upstream got %d requests, not %d".formatted(got, expected));
    }
  }

  private void side(String name, Side side, List<Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    Message message =
        messages.stream().filter(one -> !one.isInterim()).findFirst().orElse(messages.getFirst());
    if (side.line() != null && !side.line().equals(message.start())) {
      complaints.add("the %s gets %s".formatted(name, message.start()));
    }
    for (String field : side.lacks()) {
      if (messages.stream().anyMatch(one -> one.has(field))) {
        complaints.add("the %s gets %s".formatted(name, field));
      }
    }
    if (message.status() >= 400 && now.expectation().allowsService()) {
      // A refusal, where what is said of the content is said of an answer that was right as well.
      return;
    }
    String body = side.body() == null ? message.content() : Wire.string(side.body());
    if (!body.equals(message.content())) {
      complaints.add("the %s gets the content %s".formatted(name, shortened(message.content())));
    }
    for (String field : side.has()) {
      if (!message.has(field)) {
        complaints.add("the %s does not get %s".formatted(name, field));
      }
    }
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
