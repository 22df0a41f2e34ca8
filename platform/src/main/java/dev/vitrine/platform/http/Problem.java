package dev.vitrine.platform.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as a client sees it (RFC 9457).
 *
 * @param status the HTTP status
 * @param kind the last part of {@code type}, and by itself {@code reason}: stable, one for each
 *     cause that a client could tell apart; one of a small fixed set of words, as metrics have it
 * @param title the same sentence for each problem of the kind
 * @param detail what happened this time; empty where the title says it all
 * @param errors the fields at fault, all of them
 * @param headers further fields of the answer, such as {@code Retry-After}
 * @param extensions further members of the body (RFC 9457, section 3.2)
 */
public record Problem(
    int status,
    String kind,
    String title,
    String detail,
    List<FieldError> errors,
    Map<String, String> headers,
    Map<String, Object> extensions) {

  public Problem {
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
    extensions = Map.copyOf(extensions);
  }

  public static Problem of(int status, String kind, String title, String detail) {
    return new Problem(status, kind, title, detail, List.of(), Map.of(), Map.of());
  }

  /** 400: the request cannot be understood. */
  public static Problem malformed(String detail) {
    return of(400, "malformed-request", "The request is malformed", detail);
  }

  /** 400: where the content ends cannot be told, nor where another request would begin. */
  public static Problem malformedContent() {
    return of(
            400,
            "malformed-content",
            "The content is malformed",
            "Its chunks cannot be read to their end.")
        .with("Connection", "close");
  }

  /** 404: there is no such thing, or none that the caller may see. */
  public static Problem notFound(String detail) {
    return of(404, "not-found", "Not found", detail);
  }

  /** 409: the request is at odds with what is there. */
  public static Problem conflict(String kind, String title, String detail) {
    return of(409, kind, title, detail);
  }

  /** 422: the body is understood, and these fields cannot be accepted. */
  public static Problem invalidFields(List<FieldError> errors) {
    return new Problem(
        422, "invalid-fields", "Some fields are not valid", "", errors, Map.of(), Map.of());
  }

  /** 503: not now; the client may try again after the time given, in whole seconds. */
  public static Problem unavailable(String kind, String detail, Duration retryAfter) {
    return of(503, kind, "Temporarily unavailable", detail)
        .with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
  }

  /** The problem that a bare status stands for. */
  public static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> malformed("");
      case 404 -> notFound("");
      case 405 -> of(405, "method-not-allowed", "Method not allowed", "");
      case 406 -> of(406, "not-acceptable", "No acceptable representation", "");
      case 408 -> of(408, "request-timeout", "The request took too long to arrive", "");
      case 413 -> of(413, "content-too-large", "The content is too large", "");
      case 414 -> of(414, "uri-too-long", "The URI is too long", "");
      case 415 -> of(415, "unsupported-media-type", "Unsupported media type", "");
      case 417 -> of(417, "expectation-failed", "The expectation cannot be met", "");
      case 431 -> of(431, "header-fields-too-large", "The header fields are too large", "");
      default ->
          status >= 500
              ? of(status, "internal-error", "Something failed on our side", "")
              : of(status, "refused", "The request was refused", "");
    };
  }

  /** The same problem, told in another way. */
  public Problem detailed(String otherDetail) {
    return new Problem(status, kind, title, otherDetail, errors, headers, extensions);
  }

  /** The same problem with a header field more. */
  public Problem with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Problem(status, kind, title, detail, errors, more, extensions);
  }

  /** The same problem with a member more; the value is one that {@link Json} can write. */
  public Problem extended(String name, Object value) {
    Map<String, Object> more = new HashMap<>(extensions);
    more.put(name, value);
    return new Problem(status, kind, title, detail, errors, headers, more);
  }

  /** {@code type}: a name, not a place; it stays when documentation moves. */
  public String type() {
    return "urn:vitrine:problem:" + kind;
  }

  /** To be thrown, or to fail a routing context or a future with. */
  public ProblemException asException() {
    return new ProblemException(this);
  }
}
