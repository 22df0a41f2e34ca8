package dev.vitrine.observability.picture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.observability.picture.PanelData.Named;
import dev.vitrine.observability.picture.Svg.Anchor;

/** The last value of each series, large, on the colour that its limits give it. */
final class NumberPicture {
  private static final double SIZE = 22;

  /** How much wider bold letters are. */
  private static final double BOLD = 1.15;

  private NumberPicture() {}

  static void draw(Svg svg, PanelData data, Box room) {
    int count = Math.max(1, data.series().size());
    double width = room.width() / count;
    for (int number = 0; number < data.series().size(); number++) {
      Named each = data.series().get(number);
      Box tile =
          new Box(room.x() + number * width, room.y(), width, room.height()).within(4, 4, 4, 6);
      double value = each.series().last();
      svg.rectangle(tile, "tile " + color(data, value));
      double middle = tile.x() + tile.width() / 2;
      String text = Quantity.text(data.unit(), value);
      boolean named = count > 1;
      double y = tile.y() + tile.height() / 2 + (named ? -4 : 8);
      boolean isWide = Svg.width(text, SIZE) * BOLD > tile.width();
      svg.text(middle, y, Anchor.MIDDLE, isWide ? "number small" : "number", text);
      if (named) {
        // A name is of two words: what it is, and what of it.
        double below = y + 17;
        for (String word : each.name().split(" ", 2)) {
          svg.text(middle, below, Anchor.MIDDLE, "name", Svg.fitting(word, 10.5, tile.width()));
          below += 13;
        }
      }
    }
  }

  private static String color(PanelData data, double value) {
    String color = "green";
    for (JsonNode step : data.steps()) {
      if (step.get("value").isNull() || value >= step.get("value").asDouble()) {
        color = step.get("color").asText();
      }
    }
    return color;
  }
}
