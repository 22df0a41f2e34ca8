package dev.vitrine.platform.telemetry;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * All events that our processes log: the one place where their names and fields are, and the one
 * way to log one. {@code observability/catalogue.md} is written from it.
 */
public enum LogEvent {
  HTTP_REQUEST(
      "http.request",
      "A request has ended, however it did: the access line",
      LogField.METHOD,
      LogField.PATH,
      LogField.ROUTE,
      LogField.STATUS,
      LogField.DURATION,
      LogField.CLIENT,
      LogField.ERROR_TYPE,
      LogField.REASON),
  REQUEST_FAILED("request.failed", "A request met what nobody expected; it is answered with 500"),
  PROCESS_STARTED("process.started", "The process serves", LogField.PORT, LogField.MANAGEMENT_PORT),
  PROCESS_FAILED("process.failed", "The process cannot start, or cannot go on, and ends"),
  PROCESS_DRAINING("process.draining", "The process was asked to end; requests still come in"),
  PROCESS_DRAINED("process.drained", "No request is in flight any more"),
  SHUTDOWN_STEP_FAILED(
      "shutdown.step-failed", "A step of the shutdown failed; the others go on", LogField.STEP),
  SCHEMA_CURRENT("schema.current", "The database has the schema that the program needs"),
  SCHEMA_WAITING("schema.waiting", "It does not yet, or cannot be reached; the process waits"),
  SCHEMA_FAILED("schema.failed", "The schema cannot be made what the program needs"),
  CONFIG_RELOADED(
      "config.reloaded", "The configuration's file was taken over", LogField.RESTART_NEEDED),
  CONFIG_REFUSED("config.refused", "It has faults; what was before goes on"),
  CONFIG_UNKNOWN_VARIABLE(
      "config.unknown-variable",
      "A variable begins as ours do, and sets nothing; it may be misspelt"),
  DISCOVERY_UPDATED(
      "discovery.updated",
      "The endpoints of an upstream, or of all, are others",
      LogField.UPSTREAM),
  DISCOVERY_REFUSED("discovery.refused", "The file of endpoints has faults; the old ones stay"),
  DISCOVERY_FAILED(
      "discovery.failed",
      "A source cannot tell the endpoints of an upstream; the old ones stay",
      LogField.UPSTREAM),
  DISCOVERY_RECOVERED("discovery.recovered", "It can again", LogField.UPSTREAM),
  DISCOVERY_IGNORED(
      "discovery.ignored", "A part of what a source tells is of no use", LogField.UPSTREAM),
  ENDPOINT_STATE(
      "endpoint.state", "An endpoint is in another state", LogField.ENDPOINT, LogField.STATE),
  UPSTREAM_UNAVAILABLE(
      "upstream.unavailable",
      "The last endpoint of an upstream that was ready is not any more",
      LogField.UPSTREAM),
  CERTIFICATE_UPDATED("certificate.updated", "Another certificate is in use", LogField.EXPIRES),
  CERTIFICATE_NOT_UPDATED(
      "certificate.not-updated",
      "The certificate's files cannot be used; the old one stays",
      LogField.ERROR_MESSAGE),
  TOKEN_KEYS_UPDATED("token-keys.updated", "Other keys verify tokens"),
  TOKEN_KEYS_NOT_FETCHED(
      "token-keys.not-fetched",
      "The keys that verify tokens cannot be fetched; the old ones stay",
      LogField.ERROR_MESSAGE),
  IMPORT_PROGRESS(
      "import.progress", "An import goes on", LogField.RECEIVED, LogField.STORED, LogField.FAILED),
  IMPORT_COMPLETE(
      "import.complete",
      "An import has come to its end",
      LogField.RECEIVED,
      LogField.CREATED,
      LogField.UPDATED,
      LogField.UNCHANGED,
      LogField.FAILED),
  IMPORT_IN_VAIN(
      "import.in-vain",
      "Not one line of an import could be used",
      LogField.RECEIVED,
      LogField.CREATED,
      LogField.UPDATED,
      LogField.UNCHANGED,
      LogField.FAILED),
  IMPORT_ABANDONED(
      "import.abandoned",
      "The client of an import left before its end",
      LogField.RECEIVED,
      LogField.CREATED,
      LogField.UPDATED,
      LogField.UNCHANGED,
      LogField.FAILED),
  IMPORT_TOO_LARGE(
      "import.too-large",
      "An import was longer than it may be",
      LogField.RECEIVED,
      LogField.CREATED,
      LogField.UPDATED,
      LogField.UNCHANGED,
      LogField.FAILED),
  IMPORT_INTERRUPTED(
      "import.interrupted",
      "A part of an import could not be written",
      LogField.RECEIVED,
      LogField.CREATED,
      LogField.UPDATED,
      LogField.UNCHANGED,
      LogField.FAILED);

  private final String label;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<LogField> fields;

  LogEvent(String label, String meaning, LogField... fields) {
    this.label = label;
    this.meaning = meaning;
    this.fields = List.of(fields);
  }

  /** The value of the field {@code event}. */
  public String label() {
    return label;
  }

  /** What has happened, without the end of the sentence. */
  public String meaning() {
    return meaning;
  }

  /** The fields that a line can have beside those of every line. */
  public List<LogField> fields() {
    return fields;
  }

  /** Begins a line of this event. */
  public LoggingEventBuilder at(Level level, Logger log) {
    return LogField.EVENT.on(log.atLevel(level), label);
  }

  /** Begins a line of this event, for whoever wants to know what goes on. */
  public LoggingEventBuilder info(Logger log) {
    return at(Level.INFO, log);
  }

  /** Begins a line of this event, for whoever looks after the system. */
  public LoggingEventBuilder warn(Logger log) {
    return at(Level.WARN, log);
  }

  /** Begins a line of this event, for whoever has to mend something now. */
  public LoggingEventBuilder error(Logger log) {
    return at(Level.ERROR, log);
  }
}
