package dev.vitrine.product.importing;

/** How an import ended; each says what is stored all the same. */
sealed interface ImportOutcome {
  ImportReport report();

  /** Every line was read, and stored or reported. */
  record Complete(ImportReport report) implements ImportOutcome {}

  /** The body is larger than allowed; what came before that is stored. */
  record TooLarge(ImportReport report) implements ImportOutcome {}

  /** The client left; what had come before that is stored. */
  record Abandoned(ImportReport report) implements ImportOutcome {}

  /** The client has sent a chunk that is none; what was read before that is stored. */
  record Malformed(ImportReport report) implements ImportOutcome {}

  /** A batch could not be written; those before it are stored. */
  record Interrupted(ImportReport report, Throwable failure) implements ImportOutcome {}
}
