package dev.vitrine.local.terminal;

import java.io.PrintStream;
import java.util.List;

/** Progress as lines; on a terminal, what is being done is one line that is rewritten. */
public final class TerminalProgress implements Progress {
  private static final int NAME_WIDTH = 20;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final Terminal terminal;
  private final PrintStream out;
  private boolean unfinished;

  public TerminalProgress(Terminal terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  @Override
  public synchronized void done(String what, String detail) {
    String name = what.length() < NAME_WIDTH ? pad(what) : what + "  ";
    line(
        terminal.paint(Style.GOOD, terminal.tick())
            + " "
            + (name + terminal.paint(Style.DIM, detail)).stripTrailing());
  }

  @Override
  public synchronized void doing(String what) {
    if (!terminal.interactive()) {
      return;
    }
    String text = "  " + (terminal.unicode() ? "…" : ".") + " " + what;
    String shown =
        text.length() < terminal.columns() ? text : text.substring(0, terminal.columns() - 1);
    out.print(ERASE_LINE + terminal.paint(Style.DIM, shown));
    out.flush();
    unfinished = true;
  }

  @Override
  public synchronized void notice(String what) {
    line(terminal.paint(Style.WARNING, "!") + " " + what);
  }

  @Override
  public synchronized void failed(String what, List<String> details) {
    line(terminal.paint(Style.BAD, terminal.cross()) + " " + what);
    details.forEach(detail -> out.println("      " + detail));
  }

  /** Lines as they are, below what was said before. */
  public synchronized void print(List<String> lines) {
    erase();
    lines.forEach(out::println);
  }

  private void line(String text) {
    erase();
    out.println("  " + text);
  }

  private void erase() {
    if (unfinished) {
      out.print(ERASE_LINE);
      unfinished = false;
    }
  }

  private static String pad(String what) {
    return what + " ".repeat(NAME_WIDTH - what.length());
  }
}
