package dev.vitrine.local.supervisor;

import java.util.List;

/** The system cannot be started, for a reason that a person can do something about. */
public final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final transient List<String> details;

  public StartFailure(String message, List<String> details) {
    super(message);
    this.reason = message;
    this.details = List.copyOf(details);
  }

  public StartFailure(String message) {
    this(message, List.of());
  }

  /** One sentence. */
  public String reason() {
    return reason;
  }

  /** Lines below the message: the last that a process said, or what to do. */
  public List<String> details() {
    return details;
  }
}
