package dev.vitrine.gateway.corpus;

import dev.vitrine.gateway.DocumentedProblems;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with the answers that the gateway makes itself: each is a problem that {@code
 * docs/problems.md} tells of, with the status that it tells.
 */
final class Refusals {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})\\b");
  private static final String TYPE = "urn:vitrine:problem:";

  /** Refused by the decoder of HTTP/2, which answers without content: no request is ever made. */
  private static final Set<String> BY_THE_DECODER =
      Set.of("http2-with-large-fields", "http2-bomb-of-header-compression");

  private final Set<String> documented;

  private Refusals(Set<String> documented) {
    this.documented = documented;
  }

  /** By the page as it is. */
  static Refusals documented() throws IOException {
    return new Refusals(
        DocumentedProblems.rows().stream()
            .map(row -> word(row.status(), row.reason()))
            .collect(Collectors.toSet()));
  }

  List<String> on(Case now, Observation seen) {
    Set<String> upstream =
        STATUS
            .matcher(now.answer() == null ? "" : now.answer())
            .results()
            .map(it -> it.group(1))
            .collect(Collectors.toSet());
    List<String> complaints = new ArrayList<>();
    for (Message answer : seen.answers()) {
      String status = Integer.toString(answer.status());
      if (answer.status() >= 400 && answer.whole() && !upstream.contains(status)) {
        judge(now, answer, complaints);
      }
    }
    return complaints;
  }

  private void judge(Case now, Message answer, List<String> complaints) {
    if (answer.status() == 431 && BY_THE_DECODER.contains(now.name())) {
      return;
    }
    String type = answer.value("Content-Type").orElse("none");
    if (!type.equals("application/problem+json")) {
      complaints.add("a refusal of the type " + type);
    }
    if (answer.content().isEmpty() && asksForNone(now)) {
      return;
    }
    try {
      JsonObject problem = new JsonObject(answer.content());
      String reason = problem.getString("reason", "none");
      if (!problem.getString("type", "").equals(TYPE + reason)
          || problem.getInteger("status", 0) != answer.status()
          || !documented.contains(word(answer.status(), reason))) {
        complaints.add("a refusal that no page tells of: " + problem);
      }
    } catch (DecodeException | ClassCastException malformed) {
      complaints.add("a refusal that is no problem: " + answer.content());
    }
  }

  /** An answer to HEAD has no content. */
  private static boolean asksForNone(Case now) {
    @Nullable String sent = now.isHttp2() ? now.http2() : now.send();
    return sent != null && sent.matches("(?s).*(^|\\n|:method: )HEAD\\b.*");
  }

  private static String word(int status, String reason) {
    return status + " " + reason;
  }
}
