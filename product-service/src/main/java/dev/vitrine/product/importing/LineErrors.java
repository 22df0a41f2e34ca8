package dev.vitrine.product.importing;

import dev.vitrine.platform.http.FieldError;
import java.util.List;

/**
 * Why a line was not stored.
 *
 * @param line the number of the line; the first is 1
 * @param errors every fault of it, up to a number that no honest line reaches
 */
record LineErrors(long line, List<FieldError> errors) {
  private static final int MOST = 20;

  LineErrors {
    errors = List.copyOf(errors.subList(0, Math.min(errors.size(), MOST)));
  }
}
