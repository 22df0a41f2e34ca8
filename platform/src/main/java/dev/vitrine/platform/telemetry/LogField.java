package dev.vitrine.platform.telemetry;

import org.slf4j.spi.LoggingEventBuilder;

/**
 * All fields of log lines beyond the message, in all processes: the one place where their names
 * are. {@code observability/catalogue.md} is written from it.
 */
public enum LogField {
  EVENT("event", "What happened, one of the events below; lines of libraries have none"),
  TRACE_ID("trace_id", "The trace that the line was written in, sampled or not"),
  SPAN_ID("span_id", "The span that the line was written in"),
  SERVICE_NAME("service.name", "The program"),
  SERVICE_VERSION("service.version", "Its version"),
  ENVIRONMENT(
      "deployment.environment.name",
      "Where it runs, as `OTEL_RESOURCE_ATTRIBUTES` says; absent where that says nothing"),
  EXCEPTION_TYPE("exception.type", "The class of an exception"),
  EXCEPTION_MESSAGE("exception.message", "What it says"),
  EXCEPTION_STACKTRACE("exception.stacktrace", "Where it comes from"),
  METHOD("http.request.method", "As in metrics: one of the known ones, or `_OTHER`"),
  PATH("url.path", "The path that was asked for, its first 256 characters; never the query"),
  ROUTE("http.route", "The route as declared, or `unmatched`"),
  STATUS("http.response.status_code", "The status, a number; 499 where the client left"),
  DURATION("duration_ms", "From the head of the request to the end of its answer, a number"),
  CLIENT("client.address", "Who asked: an IP address"),
  ERROR_TYPE("error.type", "Why it failed, as in metrics; absent where it did not"),
  REASON("reason", "That of the problem which was the answer; absent where it was none of ours"),
  ERROR_MESSAGE("error.message", "Why it failed, for people"),
  UPSTREAM("upstream", "An upstream, as the configuration names it"),
  ENDPOINT("endpoint", "An endpoint's address"),
  STATE("state", "What an endpoint is now"),
  RESTART_NEEDED("restart_needed", "Whether the file has values that only a restart takes over"),
  EXPIRES("expires", "When the certificate does"),
  PORT("port", "The port that requests come in at"),
  MANAGEMENT_PORT("management_port", "The port of metrics and health"),
  STEP("step", "A step of the shutdown"),
  RECEIVED("received", "Lines of an import, so far"),
  STORED("stored", "Products of an import that are in the database"),
  CREATED("created", "Of these, new ones"),
  UPDATED("updated", "Of these, ones that were another way before"),
  UNCHANGED("unchanged", "Of these, ones that were the same before"),
  FAILED("failed", "Lines of an import that could not be used");

  private final String key;
  private final String meaning;

  LogField(String key, String meaning) {
    this.key = key;
    this.meaning = meaning;
  }

  /** The name in JSON, and in a line of text. */
  public String key() {
    return key;
  }

  /** What it says, without the end of the sentence. */
  public String meaning() {
    return meaning;
  }

  /** The line with this field. */
  public LoggingEventBuilder on(LoggingEventBuilder line, Object value) {
    return line.addKeyValue(key, value);
  }
}
