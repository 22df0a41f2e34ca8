package dev.vitrine.observability.name;

import dev.vitrine.platform.telemetry.Blameless;

/**
 * What counts as an error, as selectors of PromQL: one definition, for what is promised, for the
 * panels, and for the runbook.
 */
public final class Errors {
  /** Requests whose clients stayed until the end of the answer. */
  public static final String CLIENT_STAYED = "http_response_status_code!=\"499\"";

  /**
   * Requests that failed by the fault of this side: answered by 5xx, or broken off after another
   * status. What a client got wrong has no type of error.
   */
  public static final String OF_REQUESTS = "error_type!=\"\"," + CLIENT_STAYED;

  /** The same of a line of the access log, for jq. */
  public static final String OF_ACCESS_LINES =
      ".event == \"http.request\" and .\"error.type\" != null"
          + " and .\"http.response.status_code\" != 499";

  /**
   * Requests whose time counts: those that were answered to their end, also by 4xx; and those whose
   * clients left, since clients that wait too long leave. The time of a failure is another matter.
   */
  public static final String NONE_OR_CLIENT_LEFT =
      "error_type=~\"|" + Blameless.CLIENT_CLOSED_REQUEST.type() + "\"";

  /** Attempts at an upstream that say something against it. */
  public static final String OF_ATTEMPTS =
      "error_type!~\"|"
          + String.join("|", Blameless.ofAttempts())
          + "\",http_response_status_code!~\"4..\"";

  private Errors() {}
}
