package dev.vitrine.local.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows in columns as wide as their widest cell; the header is dim. Used by one thread. */
public final class Table {
  private static final String INDENT = "  ";
  private static final String GAP = "  ";

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  public Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row; it has as many cells as there are columns. */
  public void row(List<Cell> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + columns.size());
    }
    rows.add(List.copyOf(cells));
  }

  /** The lines, ready to print. */
  public List<String> lines(Terminal terminal) {
    List<String> lines = new ArrayList<>();
    lines.add(
        line(
            columns.stream().map(column -> new Cell(column.title(), Style.DIM)).toList(),
            terminal));
    rows.forEach(row -> lines.add(line(row, terminal)));
    return List.copyOf(lines);
  }

  private String line(List<Cell> cells, Terminal terminal) {
    return INDENT
        + IntStream.range(0, cells.size())
            .mapToObj(column -> padded(cells.get(column), column, terminal))
            .collect(Collectors.joining(GAP))
            .stripTrailing();
  }

  private String padded(Cell cell, int column, Terminal terminal) {
    String space = " ".repeat(width(column) - cell.text().length());
    String text = terminal.paint(cell.style(), cell.text());
    return columns.get(column).toTheRight() ? space + text : text + space;
  }

  private int width(int column) {
    int widest = rows.stream().mapToInt(row -> row.get(column).text().length()).max().orElse(0);
    return Math.max(widest, columns.get(column).title().length());
  }

  /**
   * A column.
   *
   * @param title what stands above it
   * @param toTheRight whether its cells end in one line, as numbers do
   */
  public record Column(String title, boolean toTheRight) {}

  /**
   * A cell.
   *
   * @param text one line
   * @param style how it stands out
   */
  public record Cell(String text, Style style) {
    /** A cell that does not stand out. */
    public static Cell of(String text) {
      return new Cell(text, Style.PLAIN);
    }
  }
}
