package dev.vitrine.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole corpus through the gateway; see {@code README.md} beside the resources. */
class CorpusIT {
  private static final int LANES = 6;

  private static Map<String, Observation> seen;
  private static Map<String, Remark> notYet;
  private static Refusals refusals;

  @BeforeAll
  static void observeAll() throws Exception {
    seen = Lane.observe(cases().toList(), LANES);
    refusals = Refusals.documented();
    notYet = Remark.All.of("not-yet.yaml").byCase();
  }

  @Test
  void namesEachCaseOnce() {
    assertThat(cases().map(Case::name)).doesNotHaveDuplicates().containsAll(notYet.keySet());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void comesOutAsItHasTo(Case now) {
    Observation observed = Objects.requireNonNull(seen.get(now.name()));
    List<String> complaints = new ArrayList<>(Judgement.on(now, observed));
    complaints.addAll(refusals.on(now, observed));

    Remark excuse = notYet.get(now.name());
    if (excuse == null) {
      assertThat(complaints).as(now.why()).isEmpty();
    } else if (!excuse.sometimes()) {
      assertThat(complaints).as("passes: to be taken off not-yet.yaml").isNotEmpty();
    }
  }

  static Stream<Case> cases() {
    return Section.all().stream().flatMap(section -> section.cases().stream());
  }
}
