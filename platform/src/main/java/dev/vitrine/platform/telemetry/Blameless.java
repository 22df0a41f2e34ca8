package dev.vitrine.platform.telemetry;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ends of requests and of attempts that say nothing against who was asked, by what they are called
 * as {@code error.type}. The client's doing, or ours: no error of a panel, and no span whose status
 * is ERROR. The type stays, since it says why there is no answer.
 */
public enum Blameless {
  /** The client left before the end of the answer: of requests served. */
  CLIENT_CLOSED_REQUEST("client-closed-request"),
  /** The client left, and the attempt was given up. */
  CLIENT_GONE("client-gone"),
  /** Another attempt of the same request was faster. */
  SUPERSEDED("superseded"),
  /** The connection ends in good order; the request goes elsewhere. */
  GOING_AWAY("going-away"),
  CONTENT_TOO_LARGE("content-too-large"),
  CONTENT_TOO_SLOW("content-too-slow"),
  CONTENT_MALFORMED("content-malformed");

  private static final Set<String> TYPES =
      Arrays.stream(values()).map(Blameless::type).collect(Collectors.toUnmodifiableSet());

  private final String type;

  Blameless(String type) {
    this.type = type;
  }

  /** As the value of {@code error.type}. */
  public String type() {
    return type;
  }

  /** Whether an end that is called so is one of these. */
  public static boolean is(String errorType) {
    return TYPES.contains(errorType);
  }

  /** All that attempts at upstreams can end by. */
  public static List<String> ofAttempts() {
    return Arrays.stream(values())
        .filter(each -> each != CLIENT_CLOSED_REQUEST)
        .map(Blameless::type)
        .toList();
  }
}
