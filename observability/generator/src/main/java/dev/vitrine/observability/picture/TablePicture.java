package dev.vitrine.observability.picture;

import dev.vitrine.observability.picture.PanelData.Named;
import dev.vitrine.observability.picture.Svg.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A row for each series: its labels, and its last value. */
final class TablePicture {
  private static final double ROW = 20;
  private static final double SIZE = 11;

  private TablePicture() {}

  static void draw(Svg svg, PanelData data, Box room) {
    if (data.present().isEmpty()) {
      svg.text(
          room.x() + room.width() / 2,
          room.y() + room.height() / 2,
          Anchor.MIDDLE,
          "faint",
          "none");
      return;
    }
    List<List<String>> rows = rows(data);
    double[] widths = widths(rows, room.width() - 16);
    int most = (int) (room.height() / ROW) - 1;
    for (int number = 0; number < Math.min(rows.size(), most); number++) {
      double y = room.y() + (number + 1) * ROW;
      double x = room.x() + 8;
      for (int column = 0; column < widths.length; column++) {
        String look = number == 0 ? "head" : "cell";
        String words = Svg.fitting(rows.get(number).get(column), SIZE, widths[column] - 6);
        svg.text(x, y - 6, Anchor.START, look, words);
        x += widths[column];
      }
      svg.line(room.x() + 4, y, room.right() - 4, y, "grid");
    }
    if (rows.size() > most) {
      svg.text(
          room.x() + 8,
          room.y() + (most + 1) * ROW - 6,
          Anchor.START,
          "faint",
          "+ %d more".formatted(rows.size() - most));
    }
  }

  private static List<List<String>> rows(PanelData data) {
    TreeSet<String> labels = new TreeSet<>();
    data.present().forEach(each -> labels.addAll(each.series().labels().keySet()));
    labels.remove("__name__");
    labels.remove("instance");
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(labels);
    head.add("Value");
    rows.add(head);
    for (Named each : data.present()) {
      List<String> row = new ArrayList<>();
      labels.forEach(label -> row.add(each.series().labels().getOrDefault(label, "")));
      row.add(Quantity.text(data.unit(), each.series().last()));
      rows.add(row);
    }
    return rows;
  }

  /** To each column what its longest text needs, as far as there is room. */
  private static double[] widths(List<List<String>> rows, double room) {
    double[] widths = new double[rows.getFirst().size()];
    double all = 0;
    for (int column = 0; column < widths.length; column++) {
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], Svg.width(row.get(column), SIZE) + 14);
      }
      all += widths[column];
    }
    double share = room / all;
    for (int column = 0; column < widths.length; column++) {
      widths[column] *= share;
    }
    return widths;
  }
}
