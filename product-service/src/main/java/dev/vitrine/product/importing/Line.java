package dev.vitrine.product.importing;

import io.vertx.core.buffer.Buffer;

/** One line of a stream; the first has number 1. */
sealed interface Line {
  long number();

  /** A line, without its end. */
  record Whole(long number, Buffer content) implements Line {}

  /** A line beyond the limit; its content was thrown away. */
  record TooLong(long number) implements Line {}
}
