package dev.vitrine.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.local.load.Summary.Latency;
import dev.vitrine.local.load.Summary.Line;
import dev.vitrine.local.port.HostPort;
import dev.vitrine.local.terminal.Terminal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LoadReportTest {
  private static final Latency QUICK = new Latency(1_500, 2_000, 12_345, 250_000);

  @Test
  void aTableHasARowForEachOperationAndTheirSum() {
    LoadReport report = report(0, line("b", 0, 0, Map.of(200, 7L)), line("a", 2, 3, mixed()));

    assertThat(report.table(Terminal.NONE))
        .containsExactly(
            "  OPERATION  COUNT     P50     P90      P99     MAX  WRONG  ANSWERS",
            "  a             10  1.5 ms  2.0 ms  12.3 ms  250 ms      3  7 x 200, 1 x 503, 2 x no answer",
            "  b              7  1.5 ms  2.0 ms  12.3 ms  250 ms         7 x 200",
            "  in all        17  1.5 ms  2.0 ms  12.3 ms  250 ms      3",
            "",
            "17 requests in 60 s to http://127.0.0.1:8080, seed 7."
                + " Milliseconds are from when a request was due.",
            "Not all was answered as expected.");
  }

  @Test
  void allWentWellOnlyWhereAllWasSent() {
    assertThat(report(0, line("a", 0, 0, Map.of(200, 7L))).table(Terminal.NONE))
        .last()
        .isEqualTo("All was answered as expected.");
    assertThat(report(5, line("a", 0, 0, Map.of(200, 7L))).table(Terminal.NONE))
        .contains("5 of them were not sent: 256 were under way.")
        .last()
        .isEqualTo("Not all was answered as expected.");
  }

  @Test
  void jsonSaysTheSame() throws Exception {
    JsonNode json = new ObjectMapper().readTree(report(5, line("a", 2, 3, mixed())).json());

    assertThat(json.path("target").asText()).isEqualTo("http://127.0.0.1:8080");
    assertThat(json.path("not_sent").asInt()).isEqualTo(5);
    assertThat(json.path("good").asBoolean()).isFalse();
    assertThat(json.path("latency_ms").path("p99").asDouble()).isEqualTo(12.345);
    assertThat(json.path("operations").get(0).path("name").asText()).isEqualTo("a");
    assertThat(json.path("operations").get(0).path("statuses").path("503").asInt()).isOne();
    assertThat(json.path("operations").get(0).path("no_answer").asInt()).isEqualTo(2);
    assertThat(json.path("operations").get(0).path("not_as_expected").asInt()).isEqualTo(3);
  }

  private static Map<Integer, Long> mixed() {
    return Map.of(200, 7L, 503, 1L);
  }

  private static Line line(String name, long silences, long faults, Map<Integer, Long> statuses) {
    return new Line(name, new TreeMap<>(statuses), silences, faults, QUICK);
  }

  private static LoadReport report(long turnedAway, Line... lines) {
    long ended = List.of(lines).stream().mapToLong(Line::count).sum();
    return new LoadReport(
        new HostPort("127.0.0.1", 8080),
        LoadPlan.usual(7),
        Duration.ofSeconds(60),
        new Summary(ended + turnedAway, turnedAway, 0, List.of(lines), QUICK));
  }
}
