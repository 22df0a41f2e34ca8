package dev.vitrine.observability.picture;

import dev.vitrine.observability.picture.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;

/** The names of lines with their colours, beside each other as far as there is room, in rows. */
final class Legend {
  static final double ROW = 15;
  private static final double SIZE = 10.5;
  private static final double KEY = 14;
  private static final double GAP = 12;
  private static final int MOST_ROWS = 4;

  /** What the number of those needs that there is no room for. */
  private static final double COUNT = 70;

  private final List<Entry> entries = new ArrayList<>();
  private int rows = 1;

  private record Entry(double x, int row, int number, String name) {}

  private Legend() {}

  /** Lays out names; those that there is no room for are counted. */
  static Legend of(List<String> names, double width) {
    Legend legend = new Legend();
    double x = 0;
    int row = 0;
    for (int number = 0; number < names.size(); number++) {
      boolean isLast = number == names.size() - 1;
      double reserve = row == MOST_ROWS - 1 && !isLast ? COUNT : 0;
      String name = Svg.fitting(names.get(number), SIZE, width - KEY - reserve);
      double wide = KEY + Svg.width(name, SIZE);
      if (x > 0 && x + wide + reserve > width) {
        if (row == MOST_ROWS - 1) {
          legend.entries.add(new Entry(x, row, -1, "+ %d more".formatted(names.size() - number)));
          break;
        }
        row++;
        x = 0;
      }
      legend.entries.add(new Entry(x, row, number, name));
      x += wide + GAP;
    }
    legend.rows = row + 1;
    return legend;
  }

  /** Whether every name has its place. */
  boolean isWhole() {
    return entries.stream().allMatch(entry -> entry.number() >= 0);
  }

  double height() {
    return rows * ROW;
  }

  void draw(Svg svg, double left, double top) {
    for (Entry entry : entries) {
      double x = left + entry.x();
      double y = top + entry.row() * ROW;
      if (entry.number() >= 0) {
        svg.line(x, y + 7.5, x + 10, y + 7.5, "key " + BoardPicture.color(entry.number()));
        svg.text(x + KEY, y + 11, Anchor.START, "legend", entry.name());
      } else {
        svg.text(x, y + 11, Anchor.START, "faint", entry.name());
      }
    }
  }
}
