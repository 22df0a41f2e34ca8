package dev.vitrine.observability.picture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.observability.picture.PanelData.Named;
import dev.vitrine.observability.picture.Series.Point;
import dev.vitrine.observability.picture.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;

/** Lines over time, with both axes and a legend. */
final class LinesPicture {
  private static final double LEFT = 54;
  private static final double AXIS = 18;

  /** Beyond which two points are not joined. */
  private static final double GAP_SECONDS = 5;

  private final Svg svg;
  private final PanelData data;
  private final Box plot;
  private final Axis values;

  private LinesPicture(Svg svg, PanelData data, Box plot) {
    this.svg = svg;
    this.data = data;
    this.plot = plot;
    int marks = plot.height() > 110 ? 4 : 3;
    values =
        data.isWhole()
            ? Axis.ofWhole(data.unit(), data.least(), data.largest(), marks)
            : Axis.of(data.unit(), data.least(), data.largest(), marks);
  }

  static void draw(Svg svg, PanelData panel, Box room) {
    PanelData data = panel;
    Legend legend = legend(data, room);
    if (!legend.isWhole()) {
      // What there is no room for had better be what is hardly to be seen.
      data = panel.largestFirst();
      legend = legend(data, room);
    }
    Box plot = room.within(LEFT, 6, 8, legend.height() + AXIS + 4);
    LinesPicture picture = new LinesPicture(svg, data, plot);
    picture.axes();
    picture.limits();
    for (int number = 0; number < data.series().size(); number++) {
      picture.curve(
          data.series().get(number).series().points(), "line " + BoardPicture.color(number));
    }
    legend.draw(svg, room.x() + 4, plot.bottom() + AXIS + 4);
  }

  private static Legend legend(PanelData data, Box room) {
    return Legend.of(data.series().stream().map(Named::name).toList(), room.width() - 8);
  }

  /** The seconds below a plot. */
  static void seconds(Svg svg, Box plot, double seconds) {
    int step = plot.width() < 220 ? 20 : 10;
    for (int at = 0; at <= seconds; at += step) {
      double x = plot.x() + plot.width() * at / seconds;
      svg.text(x, plot.bottom() + 13, Anchor.MIDDLE, "faint", at + " s");
    }
  }

  private void axes() {
    for (Axis.Mark mark : values.marks()) {
      double y = y(mark.value());
      svg.line(plot.x(), y, plot.right(), y, mark.value() == 0 ? "zero" : "grid");
      svg.text(plot.x() - 5, y + 3.5, Anchor.END, "faint", mark.text());
    }
    seconds(svg, plot, data.seconds());
  }

  /** From where on it is yellow, and red, where that is within sight. */
  private void limits() {
    if (!data.panel()
        .at("/fieldConfig/defaults/custom/thresholdsStyle/mode")
        .asText()
        .equals("dashed")) {
      return;
    }
    for (JsonNode step : data.steps()) {
      double value = step.get("value").asDouble();
      if (!step.get("value").isNull() && value > values.from() && value <= values.to()) {
        svg.line(plot.x(), y(value), plot.right(), y(value), "limit " + step.get("color").asText());
      }
    }
  }

  private void curve(List<Point> points, String look) {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      boolean follows = i > 0 && point.at() - points.get(i - 1).at() <= GAP_SECONDS;
      boolean goesOn = i + 1 < points.size() && points.get(i + 1).at() - point.at() <= GAP_SECONDS;
      if (!follows) {
        end(places, look);
      }
      // Of what is level only the ends are needed.
      boolean isLevel =
          follows && goesOn && level(points.get(i - 1), point) && level(point, points.get(i + 1));
      if (!isLevel) {
        places.add(Svg.number(x(point.at())) + "," + Svg.number(y(point.value())));
      }
    }
    end(places, look);
  }

  private void end(List<String> places, String look) {
    if (places.size() == 1) {
      // A value that was there for a moment is to be seen.
      String[] place = places.getFirst().split(",", -1);
      places.add(Svg.number(Double.parseDouble(place[0]) + 1.5) + "," + place[1]);
    }
    if (!places.isEmpty()) {
      svg.curve(places, look);
    }
    places.clear();
  }

  private boolean level(Point one, Point other) {
    return Svg.number(y(one.value())).equals(Svg.number(y(other.value())));
  }

  private double x(double at) {
    return plot.x() + plot.width() * at / data.seconds();
  }

  private double y(double value) {
    return plot.bottom() - plot.height() * values.place(value);
  }
}
