package dev.vitrine.platform.http;

/**
 * Carries a problem to the failure handler. An expected answer, not a bug: it has no stack trace.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.kind(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
