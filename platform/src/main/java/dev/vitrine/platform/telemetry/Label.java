package dev.vitrine.platform.telemetry;

import io.micrometer.core.instrument.Tag;
import java.util.List;

/** A label of our own metrics, and what keeps its values few whatever clients send. */
public enum Label {
  METHOD(
      "http.request.method",
      "The method, or `_OTHER` for one that HTTP does not have.",
      "GET",
      "HEAD",
      "POST",
      "PUT",
      "PATCH",
      "DELETE",
      "OPTIONS",
      "CONNECT",
      "TRACE",
      "_OTHER"),
  ROUTE("http.route", "A path as it is declared, or `unmatched`; never one that a client sent."),
  STATUS(
      "http.response.status_code",
      "The status of the answer; 499 where the client left before its end; empty where none came."),
  ERROR_TYPE(
      "error.type",
      "Why it failed: a kind of problem, a status, a SQLSTATE, why there was no answer (`connection-refused`), or the class of an exception that nobody expected; empty where it did not."),
  PROTOCOL_VERSION(
      "network.protocol.version",
      "The version of HTTP: `1.1` for 1.0, too, as the connection is the same.",
      "1.1",
      "2"),
  DB_SYSTEM("db.system.name", "The kind of database.", "postgresql"),
  DB_NAMESPACE("db.namespace", "The database, as the configuration names it."),
  DB_OPERATION("db.operation.name", "What the statement does; declared with it."),
  DB_SUMMARY("db.query.summary", "The statement's name; declared with it."),
  UPSTREAM("upstream", "An upstream, as the configuration names it."),
  ENDPOINT_STATE(
      "state",
      "What is known of an endpoint.",
      "unknown",
      "ready",
      "terminating",
      "not_ready",
      "ejected"),
  RETRY_REASON(
      "reason",
      "Why there was another attempt: what came of the one before, or that it was late.",
      "connection-refused",
      "connect-timeout",
      "connection-failed",
      "pool-overflow",
      "stream-refused",
      "going-away",
      "connection-lost",
      "response-timeout",
      "status-502",
      "status-503",
      "status-504",
      "late"),
  EJECTION_REASON(
      "reason", "What requests have met at the endpoint.", "unreachable", "bad-answers"),
  REJECTION_REASON(
      "reason", "The kind of the problem that was the answer; the 65th and later are `other`."),
  LIMITED_ROUTE("route", "A path of the configuration's routes."),
  SOURCE(
      "source",
      "What kind of source tells of the endpoints.",
      "static",
      "file",
      "dns",
      "kubernetes"),
  LOOP("loop", "The number of an event loop, from 0."),
  SPAN_OUTCOME(
      "outcome",
      "`exported`: the collector took it; `failed`: it did not; `dropped`: too many waited for it.",
      "exported",
      "failed",
      "dropped"),
  VERSION("version", "The version of the program."),
  COMMIT(
      "commit",
      "What Git calls the state of the sources it was built of, or empty where the build was not told."),
  RELOAD_OUTCOME("outcome", "What became of the configuration's file.", "taken", "refused");

  private final String key;
  private final String bound;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> values;

  Label(String key, String bound, String... values) {
    this.key = key;
    this.bound = bound;
    this.values = List.of(values);
  }

  /** As in the semantic conventions; in Prometheus an underscore stands for each dot. */
  public String key() {
    return key;
  }

  /** What the values are, for people. */
  public String bound() {
    return bound;
  }

  /** All values that there are; empty where the set is known only when the process runs. */
  public List<String> known() {
    return values;
  }

  /** As Prometheus has it. */
  public String shownKey() {
    return key.replace('.', '_');
  }

  static List<Tag> tags(List<Label> labels, String... values) {
    if (labels.size() != values.length) {
      throw new IllegalArgumentException(
          "%d values for the labels %s".formatted(values.length, labels));
    }
    Tag[] tags = new Tag[values.length];
    for (int i = 0; i < values.length; i++) {
      tags[i] = Tag.of(labels.get(i).key, values[i]);
    }
    return List.of(tags);
  }
}
