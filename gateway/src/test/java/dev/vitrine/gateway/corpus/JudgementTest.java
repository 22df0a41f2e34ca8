package dev.vitrine.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.corpus.Case.Side;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final Side CONTENT = new Side(null, null, List.of("X-A: 1"), List.of(), "ok");
  private static final String UPSTREAM = "HTTP/1.1 404 Not Found\n\n";
  private static final String PROBLEM =
      "{\"type\":\"urn:vitrine:problem:malformed-request\",\"status\":400,"
          + "\"reason\":\"malformed-request\"}";

  @Test
  void looksAtTheContentOfAnErrorToo() {
    Case now = now("404", UPSTREAM, CONTENT);

    assertThat(Judgement.on(now, seen("404", "ok", "X-A", "1"))).isEmpty();
    assertThat(Judgement.on(now, seen("404", "no", "X-B", "1")))
        .containsExactly("the client gets the content no", "the client does not get X-A: 1");
  }

  @Test
  void expectsNothingOfARefusalWhereAnAnswerWouldBeRightToo() {
    Case now = now("200 | 400", null, CONTENT);

    assertThat(Judgement.on(now, seen("400", PROBLEM, "X-B", "1"))).isEmpty();
  }

  @Test
  void takesNoRefusalButADocumentedProblem() throws Exception {
    Refusals refusals = Refusals.documented();
    Case now = now("400", null, Side.ANY);

    assertThat(refusals.on(now, problem("400", PROBLEM))).isEmpty();
    assertThat(refusals.on(now, seen("400", PROBLEM, "Content-Type", "text/plain")))
        .containsExactly("a refusal of the type text/plain");
    assertThat(refusals.on(now, problem("400", ""))).hasSize(1);
    assertThat(refusals.on(now, problem("400", "Bad Request"))).hasSize(1);
    assertThat(refusals.on(now, problem("401", PROBLEM))).hasSize(1);
    assertThat(refusals.on(now, problem("400", PROBLEM.replace("malformed-r", "r")))).hasSize(1);
    assertThat(refusals.on(now, problem("400", PROBLEM.replace("urn:", "")))).hasSize(1);
  }

  @Test
  void leavesToAnUpstreamHowItSaysNo() throws Exception {
    Refusals refusals = Refusals.documented();

    assertThat(refusals.on(now("404", UPSTREAM, Side.ANY), seen("404", "no", "X-A", "1")))
        .isEmpty();
    assertThat(refusals.on(now("404", null, Side.ANY), seen("404", "no", "X-A", "1"))).hasSize(2);
  }

  private static Observation problem(String status, String content) {
    return seen(status, content, "Content-Type", "application/problem+json");
  }

  private static Observation seen(String status, String content, String name, String value) {
    Message answer = new Message(status, List.of(new Field(name, value)), content, List.of(), true);
    return new Observation(Verdict.of(status), List.of(answer), List.of(), List.of());
  }

  private static Case now(String expect, @Nullable String answer, Side client) {
    Side upstream = new Side(-1, null, List.of(), List.of(), null);
    return new Case(
        "a", "", "", null, null, null, false, answer, null, false, expect, upstream, client);
  }
}
