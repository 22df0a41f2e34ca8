package dev.vitrine.gateway.proxy;

import dev.vitrine.platform.telemetry.Blameless;

/** How an answer ended whose head was there. */
enum AnswerEnd {
  COMPLETE(""),
  /** The endpoint stopped within it. */
  BROKEN_OFF("upstream-broke-off"),
  /** Nothing moved for so long that the gateway ended it: nothing came, or nobody read it. */
  IDLE("idle-timeout"),
  /** The client left before its end. */
  CLIENT_GONE(Blameless.CLIENT_GONE.type()),
  /** The time of the whole exchange was over before its end. */
  LATE("deadline"),
  /** Nobody was to see it: another answer counts. */
  PUT_ASIDE("");

  private final String errorType;

  AnswerEnd(String errorType) {
    this.errorType = errorType;
  }

  /** Why it is not whole, as metrics and traces say it; empty where that is no error. */
  String errorType() {
    return errorType;
  }
}
