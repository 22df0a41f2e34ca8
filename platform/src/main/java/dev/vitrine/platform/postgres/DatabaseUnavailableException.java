package dev.vitrine.platform.postgres;

/**
 * The database did not answer, or could not: away, restarting, overloaded, out of time. What was
 * asked has not happened, or happened in a transaction whose end is unknown; never in half.
 */
public final class DatabaseUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseUnavailableException(Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause, false, false);
  }
}
