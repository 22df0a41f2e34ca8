package dev.vitrine.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole corpus through the gateway; see {@code README.md} beside the resources. */
class CorpusTest {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static RecordingUpstream upstream;
  private static GatewayEdge gateway;
  private static CorpusRun run;
  private static Map<String, Remark> notYet;

  @BeforeAll
  static void start() throws Exception {
    upstream = new RecordingUpstream();
    gateway = GatewayEdge.before(upstream.port());
    run = new CorpusRun(gateway, upstream, PATIENCE);
    notYet = Remark.All.of("not-yet.yaml").byCase();
  }

  /** After everything that clients and upstreams can do wrong, nothing is left over. */
  @AfterAll
  static void leavesNothingBehind() throws Exception {
    try {
      await().untilAsserted(() -> assertThat(gateway.inFlight()).isZero());
      assertThat(upstream.mostOpen()).isLessThanOrEqualTo(GatewayEdge.MOST_CONNECTIONS);
    } finally {
      gateway.close();
      upstream.close();
    }
  }

  @Test
  void namesEachCaseOnce() {
    assertThat(cases().map(Case::name)).doesNotHaveDuplicates().containsAll(notYet.keySet());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void comesOutAsItHasTo(Case now) throws Exception {
    List<String> complaints = Judgement.on(now, run.observe(now));

    if (notYet.containsKey(now.name())) {
      assertThat(complaints).as("passes: to be taken off not-yet.yaml").isNotEmpty();
    } else {
      assertThat(complaints).as(now.why()).isEmpty();
    }
  }

  static Stream<Case> cases() {
    return Section.all().stream().flatMap(section -> section.cases().stream());
  }
}
