package dev.vitrine.platform.postgres;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** No connection in time: all of the pool were in use, or none could be made. */
final class PoolTimeoutException extends TimeoutException {
  private static final long serialVersionUID = 1;

  PoolTimeoutException(Duration waited) {
    super("no connection within " + waited.toMillis() + " ms");
  }
}
