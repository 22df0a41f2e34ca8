package dev.vitrine.local.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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

  /** A file or a pipe. */
  public static final Terminal NONE = new Terminal(false, false, false, USUAL_COLUMNS);

  /** What the launcher has found out; it is the one that sees the real standard output. */
  public static Terminal ofSystem() {
    boolean interactive = Boolean.getBoolean("vitrine.terminal");
    String noColour = System.getenv("NO_COLOR");
    boolean colours = interactive && (noColour == null || noColour.isEmpty());
    int columns = Integer.getInteger("vitrine.columns", USUAL_COLUMNS);
    return new Terminal(interactive, colours, utf8(), columns > 20 ? columns : 20);
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

  // Not the JVM's idea of it: with a pipe or a bare environment that is ASCII or worse, and the
  // launcher cannot set it. The variables are what every other program goes by.
  private static boolean utf8() {
    return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
        .map(System::getenv)
        .filter(value -> value != null && !value.isEmpty())
        .findFirst()
        .map(value -> value.toLowerCase(Locale.ROOT))
        .filter(value -> value.contains("utf-8") || value.contains("utf8"))
        .isPresent();
  }
}
