package dev.vitrine.platform.http;

import dev.vitrine.platform.telemetry.AnswerFollows;

/**
 * The content of a request cannot be read to its end, because its framing is broken. The client's
 * doing; it can still be answered. It has no stack trace.
 */
public final class MalformedContentException extends RuntimeException implements AnswerFollows {
  private static final long serialVersionUID = 1L;

  MalformedContentException() {
    super("malformed content", null, false, false);
  }
}
