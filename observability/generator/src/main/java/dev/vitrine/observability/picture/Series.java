package dev.vitrine.observability.picture;

import java.util.List;
import java.util.Map;

/**
 * One series of an answer, over time.
 *
 * @param points in the order of time, at least one
 */
public record Series(Map<String, String> labels, List<Point> points) {
  public Series {
    labels = Map.copyOf(labels);
    points = List.copyOf(points);
  }

  /**
   * One value of it.
   *
   * @param at seconds since the picture begins
   */
  public record Point(double at, double value) {}

  double last() {
    return points.getLast().value();
  }

  double largest() {
    return points.stream().mapToDouble(Point::value).max().orElse(0);
  }
}
