package dev.vitrine.product.importing;

import dev.vitrine.product.importing.PgImport.Stored;
import java.util.ArrayList;
import java.util.List;

/** Counts an import while it goes on. For one thread. */
final class Tally {
  private static final int MOST_ERRORS = 100;

  private final List<LineErrors> errors = new ArrayList<>();
  private long received;
  private long created;
  private long updated;
  private long unchanged;
  private long failed;

  void received() {
    received++;
  }

  void failed(LineErrors why) {
    failed++;
    if (errors.size() < MOST_ERRORS) {
      errors.add(why);
    }
  }

  /**
   * Counts a batch that is written.
   *
   * @param lines how many lines it was made of
   */
  void stored(int lines, Stored batch) {
    created += batch.created();
    updated += batch.updated();
    unchanged += lines - batch.created() - batch.updated();
  }

  ImportReport report() {
    return new ImportReport(received, created, updated, unchanged, failed, List.copyOf(errors));
  }
}
