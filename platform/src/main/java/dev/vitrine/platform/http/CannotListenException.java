package dev.vitrine.platform.http;

import java.io.IOException;

/** An address cannot be bound; the message says which, and why, in words for an operator. */
public final class CannotListenException extends IOException {
  private static final long serialVersionUID = 1L;

  CannotListenException(String message, Throwable cause) {
    super(message, cause);
  }
}
