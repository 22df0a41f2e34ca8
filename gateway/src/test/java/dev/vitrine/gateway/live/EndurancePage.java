package dev.vitrine.gateway.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of what stays the same over a long time, {@code docs/endurance.md}. Each test writes a
 * part of its own, with {@code -Dvitrine.docs.record=true}.
 */
public enum EndurancePage {
  REQUESTS("A million requests"),
  DAY("A day of rollouts");

  private static final Path FILE = Path.of("..", "docs", "endurance.md");

  private final String heading;

  EndurancePage(String heading) {
    this.heading = heading;
  }

  /** Keeps this part, where that is asked for. */
  public void record(String text) throws IOException {
    if (Boolean.getBoolean("vitrine.docs.record")) {
      String page = Files.readString(FILE);
      Matcher part = Pattern.compile("(## " + heading + "\n\n)(?s:.*?)(?=\n## |\\z)").matcher(page);
      if (!part.find()) {
        throw new IllegalStateException(FILE + " has no part " + heading);
      }
      Files.writeString(FILE, page.substring(0, part.end(1)) + text + page.substring(part.end()));
    }
  }
}
