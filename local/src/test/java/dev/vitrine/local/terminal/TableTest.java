package dev.vitrine.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.local.terminal.Table.Cell;
import dev.vitrine.local.terminal.Table.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private final Table table =
      new Table(List.of(new Column("NAME", false), new Column("PID", true)));

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    table.row(List.of(Cell.of("gateway"), Cell.of("7")));
    table.row(List.of(Cell.of("db"), Cell.of("12345")));

    assertThat(table.lines(Terminal.NONE))
        .containsExactly("  NAME       PID", "  gateway      7", "  db       12345");
  }

  @Test
  void coloursDoNotCountAsWidth() {
    table.row(List.of(new Cell("gateway", Style.GOOD), Cell.of("7")));

    assertThat(table.lines(new Terminal(true, true, true, 80)).getLast())
        .isEqualTo("  \033[32mgateway\033[0m    7");
  }

  @Test
  void aRowFitsTheColumns() {
    assertThatThrownBy(() -> table.row(List.of(Cell.of("one"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
