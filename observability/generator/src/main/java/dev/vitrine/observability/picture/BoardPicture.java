package dev.vitrine.observability.picture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.observability.picture.Svg.Anchor;
import java.util.List;
import java.util.Locale;

/**
 * A dashboard with data in it, as one picture: each panel where Grafana has it. Not Grafana's
 * picture, but of the same queries, with the same titles, units and limits.
 */
public final class BoardPicture {
  private static final double WIDTH = 1000;
  private static final double COLUMN = WIDTH / 24;
  private static final double ROW = 30;
  private static final double GAP = 6;
  private static final double TITLE = 26;
  private static final int COLORS = 8;
  private static final int DASHES = 3;

  /** How much wider bold letters are. */
  private static final double BOLD = 1.15;

  /** What cannot be shown need not be as high as what could. */
  private static final double HEIGHT_OF_NOTHING = 3 * ROW;

  private static final String STYLE =
      """
      text { font-family: system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; font-size: 10.5px; fill: #1c2733 }
      .page { fill: #ffffff } .panel { fill: #fbfcfd; stroke: #d5dbe3 }
      .board { font-size: 15px; font-weight: 600 } .row { font-size: 13px; font-weight: 600 }
      .title { font-size: 12px; font-weight: 600 } .head { font-size: 11px; font-weight: 600 } .cell { font-size: 11px }
      .faint { fill: #5b6876 } .number { font-size: 22px; font-weight: 600; fill: #ffffff } .name { fill: #ffffff }
      .title.small { font-size: 11px } .number.small { font-size: 15px }
      .grid { stroke: #e4e8ee } .zero { stroke: #aab4c0 }
      .line { fill: none; stroke-width: 1.6; stroke-linejoin: round } .key { stroke-width: 3 }
      .d1 { stroke-dasharray: 4 2 } .d2 { stroke-dasharray: 1.5 1.5 } .d3 { stroke-dasharray: 5 1.5 1.5 1.5 }
      .limit { stroke-width: 1.2; stroke-dasharray: 5 4 } .heat { fill: #c2570c }
      .tile.green { fill: #2f7d43 } .tile.yellow { fill: #9a6a00 } .tile.red { fill: #b3372e }
      .limit.green { stroke: #2f7d43 } .limit.yellow { stroke: #b88200 } .limit.red { stroke: #b3372e }
      .c0 { stroke: #3b6fd4 } .c1 { stroke: #d0751f } .c2 { stroke: #3d8f4e } .c3 { stroke: #7d5bc4 }
      .c4 { stroke: #c4423f } .c5 { stroke: #1f8f9e } .c6 { stroke: #c0508a } .c7 { stroke: #7a7f1e }
      @media (prefers-color-scheme: dark) {
      text { fill: #dde4ec } .page { fill: #0d1117 } .panel { fill: #161b22; stroke: #30363d } .faint { fill: #9aa7b4 }
      .grid { stroke: #262d36 } .zero { stroke: #59646f } .heat { fill: #f0883e }
      .c0 { stroke: #6f9bf0 } .c1 { stroke: #f0a055 } .c2 { stroke: #6cc07d } .c3 { stroke: #ab8cf0 }
      .c4 { stroke: #ee7a74 } .c5 { stroke: #4fc0cf } .c6 { stroke: #ee8abb } .c7 { stroke: #bcc04e }
      }
      """;

  private final Svg svg = new Svg();
  private final Answers answers;
  private final double seconds;

  private BoardPicture(Answers answers, double seconds) {
    this.answers = answers;
    this.seconds = seconds;
  }

  /** What Prometheus answered. */
  @FunctionalInterface
  public interface Answers {
    /**
     * The series of an expression, over the time of the picture.
     *
     * @param expression as the dashboard has it, with Grafana's variables
     */
    List<Series> to(String expression);
  }

  /**
   * Draws one.
   *
   * @param dashboard in Grafana's form
   * @param seconds how long the time is that it shows
   * @return SVG
   */
  public static String of(JsonNode dashboard, Answers answers, double seconds) {
    return new BoardPicture(answers, seconds).draw(dashboard);
  }

  /** The look of the line with this number: a colour, and where these repeat, dashes too. */
  static String color(int number) {
    int round = number / COLORS % (DASHES + 1);
    return "c" + number % COLORS + (round == 0 ? "" : " d" + round);
  }

  private String draw(JsonNode dashboard) {
    double height = 0;
    for (JsonNode panel : dashboard.get("panels")) {
      height = Math.max(height, place(panel).bottom());
    }
    height += GAP;
    String title = dashboard.get("title").asText();
    svg.rectangle(new Box(0, 0, WIDTH, height), "page");
    for (JsonNode panel : dashboard.get("panels")) {
      if (panel.get("type").asText().equals("row")) {
        Box place = place(panel);
        String words = panel.get("title").asText();
        svg.text(place.x() + 2, place.y() + 21, Anchor.START, "row", words);
      } else {
        panel(panel, place(panel));
      }
    }
    return svg.document(
        WIDTH, height, STYLE, "The dashboard %s, with a minute of traffic".formatted(title));
  }

  private void panel(JsonNode panel, Box frame) {
    if (PanelData.isMeasured(panel)) {
      svg.rectangle(frame, "panel", PanelData.queries(panel));
    } else {
      svg.rectangle(frame, "panel");
    }
    String title = panel.get("title").asText();
    boolean isLong = Svg.width(title, 12) * BOLD > frame.width() - 16;
    svg.text(frame.x() + 8, frame.y() + 18, Anchor.START, isLong ? "title small" : "title", title);
    Box room = frame.within(4, TITLE, 4, 4);
    if (!PanelData.isMeasured(panel)) {
      String source = panel.at("/datasource/type").asText();
      String words =
          "What %s has; there is none where this picture was made."
              .formatted(source.substring(0, 1).toUpperCase(Locale.ROOT) + source.substring(1));
      svg.text(room.x() + room.width() / 2, room.y() + 26, Anchor.MIDDLE, "faint", words);
      return;
    }
    PanelData data = PanelData.of(panel, answers, seconds);
    switch (panel.get("type").asText()) {
      case "timeseries" -> LinesPicture.draw(svg, data, room);
      case "stat" -> NumberPicture.draw(svg, data, room);
      case "table" -> TablePicture.draw(svg, data, room);
      case "heatmap" -> HeatPicture.draw(svg, data, room);
      default -> throw new IllegalArgumentException("no picture of " + panel.get("type"));
    }
  }

  private static Box place(JsonNode panel) {
    JsonNode at = panel.get("gridPos");
    double height = at.get("h").asInt() * ROW - GAP;
    boolean heading = panel.get("type").asText().equals("row");
    return new Box(
        at.get("x").asInt() * COLUMN + GAP / 2,
        at.get("y").asInt() * ROW + GAP,
        at.get("w").asInt() * COLUMN - GAP,
        heading || PanelData.isMeasured(panel) ? height : Math.min(height, HEIGHT_OF_NOTHING));
  }
}
