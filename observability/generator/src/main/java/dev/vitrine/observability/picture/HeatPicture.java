package dev.vitrine.observability.picture;

import dev.vitrine.observability.picture.PanelData.Named;
import dev.vitrine.observability.picture.Series.Point;
import dev.vitrine.observability.picture.Svg.Anchor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The buckets of a histogram over time: the darker, the more is in one. */
final class HeatPicture {
  private static final double LEFT = 54;
  private static final int COLUMNS = 30;

  private HeatPicture() {}

  /** How much came into a bucket, by column of time. */
  private record Bucket(double below, Map<Integer, Double> content) {}

  static void draw(Svg svg, PanelData data, Box room) {
    Box plot = room.within(LEFT, 6, 8, 22);
    List<Bucket> buckets = buckets(data);
    double most =
        buckets.stream()
            .flatMap(bucket -> bucket.content().values().stream())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(0);
    double height = plot.height() / Math.max(1, buckets.size());
    double width = plot.width() / COLUMNS;
    for (int row = 0; row < buckets.size(); row++) {
      Bucket bucket = buckets.get(row);
      double y = plot.bottom() - (row + 1) * height;
      String text = Double.isInfinite(bucket.below()) ? "more" : Quantity.text("s", bucket.below());
      if (height > 12 || row % 2 == 0) {
        svg.text(plot.x() - 5, y + height / 2 + 3.5, Anchor.END, "faint", text);
      }
      svg.line(plot.x(), y + height, plot.right(), y + height, "grid");
      bucket
          .content()
          .forEach((column, content) -> {
            if (content > 0) {
              Box cell = new Box(plot.x() + column * width, y, width - 1, height - 1);
              svg.opacity(cell, Math.max(0.08, Math.sqrt(content / most)), "heat");
            }
          });
    }
    LinesPicture.seconds(svg, plot, data.seconds());
  }

  /** The series are sums of all buckets up to one. */
  private static List<Bucket> buckets(PanelData data) {
    List<Bucket> sums = new ArrayList<>();
    for (Named each : data.series()) {
      String le = each.series().labels().getOrDefault("le", "+Inf");
      double below = le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
      Map<Integer, Double> content = new HashMap<>();
      for (Point point : each.series().points()) {
        int column = Math.min(COLUMNS - 1, (int) (point.at() / data.seconds() * COLUMNS));
        content.merge(column, point.value(), Math::max);
      }
      sums.add(new Bucket(below, content));
    }
    sums.sort(Comparator.comparingDouble(Bucket::below));
    List<Bucket> buckets = new ArrayList<>();
    Map<Integer, Double> less = Map.of();
    for (Bucket sum : sums) {
      Map<Integer, Double> content = new HashMap<>();
      Map<Integer, Double> before = less;
      sum.content()
          .forEach(
              (column, value) -> content.put(column, value - before.getOrDefault(column, 0.0)));
      buckets.add(new Bucket(sum.below(), content));
      less = sum.content();
    }
    return buckets;
  }
}
