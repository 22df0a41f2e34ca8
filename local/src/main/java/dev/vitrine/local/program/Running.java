package dev.vitrine.local.program;

import java.io.IOException;
import java.util.Optional;

/** A program's process. Used by one thread. */
public interface Running {
  /** The process itself. */
  Process process();

  /** Where it is reached; empty while that is not known. */
  Optional<Endpoint> endpoint() throws IOException;

  /** Whether it can do its work now. Asked only once its endpoint is known. */
  Health health();
}
