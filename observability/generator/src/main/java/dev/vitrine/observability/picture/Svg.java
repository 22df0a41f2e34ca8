package dev.vitrine.observability.picture;

import java.util.List;
import java.util.Locale;

/** Writes SVG; how things look is said by classes, and once, in the style of the whole. */
final class Svg {
  /** Of a character, as part of the size of its font: no viewer has just this font. */
  private static final double CHARACTER = 0.55;

  private final StringBuilder text = new StringBuilder();

  /** Where a text stands, seen from its point. */
  enum Anchor {
    START(""),
    MIDDLE(" text-anchor=\"middle\""),
    END(" text-anchor=\"end\"");

    private final String attribute;

    Anchor(String attribute) {
      this.attribute = attribute;
    }
  }

  void rectangle(Box box, String look) {
    element(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" class=\"%s\"/>"
            .formatted(
                number(box.x()), number(box.y()), number(box.width()), number(box.height()), look));
  }

  /** One with a text that is shown to a pointer above it. */
  void rectangle(Box box, String look, String hint) {
    element(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" class=\"%s\"><title>%s</title></rect>"
            .formatted(
                number(box.x()),
                number(box.y()),
                number(box.width()),
                number(box.height()),
                look,
                escaped(hint)));
  }

  void line(double x1, double y1, double x2, double y2, String look) {
    element(
        "<path d=\"M%s %sL%s %s\" class=\"%s\"/>"
            .formatted(number(x1), number(y1), number(x2), number(y2), look));
  }

  /** A line through points, each of which is {@code x,y}. */
  void curve(List<String> points, String look) {
    element("<polyline points=\"%s\" class=\"%s\"/>".formatted(String.join(" ", points), look));
  }

  void text(double x, double y, Anchor anchor, String look, String words) {
    element(
        "<text x=\"%s\" y=\"%s\"%s class=\"%s\">%s</text>"
            .formatted(number(x), number(y), anchor.attribute, look, escaped(words)));
  }

  void opacity(Box box, double opacity, String look) {
    element(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill-opacity=\"%s\" class=\"%s\"/>"
            .formatted(
                number(box.x()),
                number(box.y()),
                number(box.width()),
                number(box.height()),
                String.format(Locale.ROOT, "%.2f", opacity),
                look));
  }

  /**
   * The whole file.
   *
   * @param style what the classes look like
   * @param title what a reader is told who cannot see it
   */
  String document(double width, double height, String style, String title) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" aria-label="%s">
    <style>
    %s</style>
    %s</svg>
    """
        .formatted(
            number(width),
            number(height),
            number(width),
            number(height),
            escaped(title),
            style,
            text);
  }

  /** How wide words are, nearly. */
  static double width(String words, double size) {
    return words.length() * size * CHARACTER;
  }

  /** As much of the words as there is room for. */
  static String fitting(String words, double size, double room) {
    int most = (int) Math.max(1, room / (size * CHARACTER));
    return words.length() <= most ? words : words.substring(0, Math.max(1, most - 1)).strip() + "…";
  }

  static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Tenths of a pixel are enough. */
  static String number(double value) {
    double rounded = Math.round(value * 10) / 10.0;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }

  private void element(String whole) {
    text.append(whole).append('\n');
  }
}
