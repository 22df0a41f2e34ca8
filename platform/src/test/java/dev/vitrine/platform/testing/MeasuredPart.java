package dev.vitrine.platform.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a page that several long runs write, each what is below a heading of its own. */
public final class MeasuredPart {
  private final Path file;
  private final String heading;
  private final MeasuredText text;

  /**
   * @param page the name of a file in {@code docs}, which has the heading
   * @param template as {@link MeasuredText} has it
   */
  public MeasuredPart(String page, String heading, String template) {
    this.file = Path.of("..", "docs", page);
    this.heading = heading;
    this.text = new MeasuredText(template);
  }

  /** With its figures; keeps it, where {@code -Dvitrine.docs.record=true} asks for that. */
  public String with(Object... figures) throws IOException {
    String written = text.with(figures);
    if (Boolean.getBoolean("vitrine.docs.record")) {
      String page = Files.readString(file);
      Matcher part = find(page);
      Files.writeString(
          file, page.substring(0, part.start(1)) + written + page.substring(part.end(1)));
    }
    return written;
  }

  /** All that can be below the heading. */
  public Pattern pattern() {
    return text.pattern();
  }

  /** What is below it. */
  public String kept() throws IOException {
    return find(Files.readString(file)).group(1);
  }

  private Matcher find(String page) {
    Matcher part =
        Pattern.compile("## " + Pattern.quote(heading) + "\n\n((?s:.*?))(?=\n## |\\z)")
            .matcher(page);
    if (!part.find()) {
      throw new IllegalStateException(file + " has no part " + heading);
    }
    return part;
  }
}
