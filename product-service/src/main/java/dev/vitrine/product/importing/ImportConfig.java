package dev.vitrine.product.importing;

import dev.vitrine.platform.config.Require;

/**
 * How much an import may take.
 *
 * @param maxBody bytes of one request; beyond that the answer is 413
 * @param batchLines how many products are gathered before they are written, by one statement
 */
public record ImportConfig(long maxBody, int batchLines) {
  public ImportConfig {
    Require.between("max-body", maxBody, 1_024, 1L << 40);
    Require.between("batch-lines", batchLines, 1, 10_000);
  }
}
