package dev.vitrine.local.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Where the output goes.
 *
 * @param interactive whether a person watches: lines may be rewritten
 * @param colours whether colours are welcome
 * @param unicode whether more than ASCII can be shown
 * @param columns how many characters a line holds
 */
public record Terminal(boolean interactive, boolean colours, boolean unicode, int columns) {
  private static final int USUAL_COLUMNS = 100;
  private static final int FEWEST_COLUMNS = 20;

  /** A file or a pipe. */
  public static final Terminal NONE = new Terminal(false, false, false, USUAL_COLUMNS);

  /** What the launcher has found out; it is the one that sees the real standard output. */
  public static Terminal ofSystem() {
    return of(System.getProperties(), System.getenv());
  }

  /**
   * What these say of it.
   *
   * @param properties the launcher's word: {@code vitrine.terminal} and others
   * @param environment what the person has chosen
   */
  static Terminal of(Properties properties, Map<String, String> environment) {
    boolean interactive = Boolean.parseBoolean(properties.getProperty("vitrine.terminal"));
    boolean colours =
        interactive
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    String unicode = properties.getProperty("vitrine.unicode");
    return new Terminal(
        interactive,
        colours,
        unicode == null ? utf8(environment) : Boolean.parseBoolean(unicode),
        columns(properties.getProperty("vitrine.columns", "")));
  }

  private static int columns(String told) {
    int columns = told.matches("[0-9]{1,6}") ? Integer.parseInt(told) : USUAL_COLUMNS;
    return Math.max(columns, FEWEST_COLUMNS);
  }

  /** Standard output, in the character set that the environment asks for. */
  public PrintStream output() {
    Charset charset = unicode ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
    return new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset);
  }

  /** The text in this style, where colours are welcome. */
  public String paint(Style style, String text) {
    return colours ? style.paint(text) : text;
  }

  String tick() {
    return unicode ? "✓" : "+";
  }

  String cross() {
    return unicode ? "✗" : "x";
  }

  // Not the JVM's idea of it: with a pipe or a bare environment that is ASCII or worse. The
  // variables are what every other program goes by; the launcher, which changes them for the sake
  // of file names, tells what they were.
  private static boolean utf8(Map<String, String> environment) {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .map(value -> value.toLowerCase(Locale.ROOT))
        .filter(value -> value.contains("utf-8") || value.contains("utf8"))
        .isPresent();
  }
}
