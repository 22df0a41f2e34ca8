package dev.vitrine.platform.testing;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of the docs, or a part of one, with figures that only a long run can find. That run writes
 * it; each build can see whether its words are still those of the test.
 */
public final class MeasuredText {
  private static final Pattern FIGURE = Pattern.compile("%(?:\\.[0-9])?[dfs]");

  private final String template;

  /**
   * @param template with {@code %d}, {@code %s} or {@code %.1f} in the place of each figure
   */
  public MeasuredText(String template) {
    this.template = template;
  }

  /** With its figures, whose decimal point is a point. */
  public String with(Object... figures) {
    return String.format(Locale.ROOT, template, figures);
  }

  /** All that it can be: any figures, each on one line. */
  public Pattern pattern() {
    return Pattern.compile(
        FIGURE.splitAsStream(template).map(Pattern::quote).collect(Collectors.joining("[^\n]+?")));
  }
}
