package dev.vitrine.product.importing;

import java.util.List;

/**
 * What came of an import, so far or in the end, in lines. {@code received} is the sum of the four
 * that follow and of what is not written yet.
 *
 * @param received lines that were not blank
 * @param created products that were new
 * @param updated products that were there and have changed
 * @param unchanged lines that made no difference: the product was so already, or a later line of
 *     the same batch spoke of it again
 * @param failed lines that were not valid
 * @param errors why, for the first hundred of them
 */
record ImportReport(
    long received,
    long created,
    long updated,
    long unchanged,
    long failed,
    List<LineErrors> errors) {

  /** Lines whose product is in the database as the line says, or as a later one does. */
  long stored() {
    return created + updated + unchanged;
  }

  /** Whether there were lines, and not one of them was of use. */
  boolean isInVain() {
    return received > 0 && failed == received;
  }
}
