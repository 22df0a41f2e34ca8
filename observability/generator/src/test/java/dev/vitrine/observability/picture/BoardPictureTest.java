package dev.vitrine.observability.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.observability.picture.Series.Point;
import dev.vitrine.observability.testing.Committed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoardPictureTest {
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "s,0.0123,12.3 ms",
        "s,0.00002,20 µs",
        "s,90,1.5 min",
        "s,0,0 s",
        "bytes,33554432,32 MiB",
        "percentunit,0.999,99.9 %",
        "percentunit,0,0 %",
        "reqps,49.84,49.8 /s",
        "short,12345,12.3 k",
        "none,7,7"
      })
  void tellsValuesAsAPersonWould(String unit, double value, String text) {
    assertThat(Quantity.text(unit, value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "s, 0.0431, '0 ms, 20 ms, 40 ms, 60 ms'",
    "percentunit, 0.034, '0 %, 1 %, 2 %, 3 %, 4 %'",
    "bytes, 104857600, '0 MiB, 25 MiB, 50 MiB, 75 MiB, 100 MiB'",
    "short, 0.9, '0.00, 0.25, 0.50, 0.75, 1.00'"
  })
  void marksRoundNumbersBeyondTheLargest(String unit, double largest, String marks) {
    Axis axis = Axis.of(unit, 0, largest, 4);

    assertThat(axis.marks().stream().map(Axis.Mark::text)).containsExactly(marks.split(", ", -1));
    assertThat(axis.place(largest)).isBetween(0.0, 1.0);
  }

  @Test
  void marksNothingBetweenWholeNumbers() {
    Axis axis = Axis.ofWhole("short", 0, 2, 4);

    assertThat(axis.marks().stream().map(Axis.Mark::text)).containsExactly("0", "1", "2");
  }

  @Test
  void drawsAHealthyZeroAsALine() throws Exception {
    String picture = picture("timeseries", List.of(level(0, Map.of("job", "shop"))));

    assertThat(picture)
        .contains(">Heap &amp; more<", ">shop<", ">60 s<")
        .containsPattern("<polyline points=\"\\S+ \\S+\" class=\"line c0\"/>");
  }

  @Test
  void colorsANumberByItsLimits() throws Exception {
    assertThat(picture("stat", List.of(level(99, Map.of())))).contains("tile green", ">99 B<");
    assertThat(picture("stat", List.of(level(100, Map.of())))).contains("tile red", ">100 B<");
  }

  @Test
  void saysThatATableIsEmpty() throws Exception {
    assertThat(picture("table", List.of())).contains(">none<");
  }

  @Test
  void countsWhatALegendHasNoRoomFor() throws Exception {
    List<Series> many =
        IntStream.range(0, 40)
            .mapToObj(number -> level(number, Map.of("job", "service-" + number)))
            .toList();

    assertThat(picture("timeseries", many)).containsPattern(">\\+ \\d+ more<");
  }

  @Test
  void drawsEachOfManyLinesInAnotherWay() throws Exception {
    List<Series> many =
        IntStream.range(0, 32)
            .mapToObj(number -> level(number, Map.of("job", "" + number)))
            .toList();

    List<String> looks =
        Pattern.compile("<polyline [^>]*class=\"([^\"]+)\"")
            .matcher(picture("timeseries", many))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(looks).hasSize(32).doesNotHaveDuplicates();
    assertThat(looks.get(7)).isEqualTo("line c7");
    assertThat(looks.get(8)).isEqualTo("line c0 d1");
  }

  /** Every type and unit that there is. */
  @Test
  void drawsEachDashboard() throws Exception {
    List<String> pictures = new ArrayList<>();

    for (Path file : Committed.list("grafana/dashboards", ".json")) {
      JsonNode dashboard = new ObjectMapper().readTree(Files.readString(file));
      pictures.add(BoardPicture.of(dashboard, any -> List.of(level(1, Map.of())), 60));
    }

    assertThat(pictures).allSatisfy(picture -> assertThat(picture).endsWith("</svg>\n"));
  }

  private static String picture(String type, List<Series> series) throws Exception {
    JsonNode dashboard =
        new ObjectMapper()
            .readTree(
                """
                {"title": "T", "panels": [{"type": "%s", "title": "Heap & more", "gridPos": {"x": 0, "y": 0, "w": 8, "h": 8},
                  "datasource": {"type": "prometheus"}, "targets": [{"expr": "q", "legendFormat": "{{job}} {{instance}}"}],
                  "fieldConfig": {"defaults": {"unit": "bytes", "thresholds": {"steps": [
                    {"color": "green", "value": null}, {"color": "red", "value": 100}]}}}}]}
                """
                    .formatted(type));
    return BoardPicture.of(dashboard, query -> query.equals("q") ? series : List.of(), 60);
  }

  private static Series level(double value, Map<String, String> labels) {
    return new Series(
        labels, IntStream.rangeClosed(0, 60).mapToObj(at -> new Point(at, value)).toList());
  }
}
