package dev.vitrine.observability.dashboard;

import dev.vitrine.observability.name.Board;
import java.util.List;

/**
 * One dashboard.
 *
 * @param description what question it answers
 */
record Dashboard(Board board, String description, List<Row> rows) {
  List<Panel> panels() {
    return rows.stream().flatMap(row -> row.panels().stream()).toList();
  }
}
