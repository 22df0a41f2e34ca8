package dev.vitrine.gateway.console;

import dev.vitrine.gateway.console.Traffic.Sums;
import dev.vitrine.gateway.resilience.Admission.Load;
import dev.vitrine.gateway.upstream.Endpoint;
import dev.vitrine.gateway.upstream.HostPort;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upstream, as {@code /upstreams} has it.
 *
 * @param inFlight requests that it has now
 * @param limit how many it may have
 * @param queued requests that wait until it has fewer
 * @param held requests that wait for an endpoint to become ready
 * @param requests attempts to get an answer from it
 * @param errors those that failed by its fault
 */
record UpstreamView(
    String name,
    SourceView source,
    int inFlight,
    int limit,
    int queued,
    int held,
    long requests,
    long errors,
    long retries,
    long ejections,
    List<Long> latency,
    List<EndpointView> endpoints) {

  /**
   * What tells of its endpoints.
   *
   * @param kind one of {@code static}, {@code file}, {@code dns}, {@code kubernetes}
   * @param name of the file, the Service, or the name asked for; empty for the configuration
   * @param fault why it cannot be read now; empty where it can
   * @param snapshotAgeSeconds since it last told or confirmed the endpoints; null where it never
   *     has
   */
  record SourceView(String kind, String name, String fault, @Nullable Double snapshotAgeSeconds) {}

  /**
   * One of its endpoints.
   *
   * @param management where it tells whether it is ready; empty where nobody can ask
   * @param reason why it is in that state, for a person
   * @param requests attempts that went there so far
   * @param latencySeconds the moving average at its last answer; null where it never answered
   * @param zone empty where that is not known
   */
  record EndpointView(
      String address,
      String management,
      String state,
      String reason,
      Instant since,
      int inFlight,
      long requests,
      @Nullable Double latencySeconds,
      String zone,
      int weight) {
    static EndpointView of(Endpoint endpoint) {
      Endpoint.Status status = endpoint.shown();
      double nanos = endpoint.latency().lastNanos();
      return new EndpointView(
          endpoint.address().toString(),
          endpoint.management().map(HostPort::toString).orElse(""),
          Labels.of(status.state()),
          status.reason(),
          status.since(),
          endpoint.inFlight(),
          endpoint.requests(),
          nanos == 0 ? null : nanos / 1e9,
          endpoint.zone().orElse(""),
          endpoint.weight());
    }
  }

  /**
   * Of an upstream as it is now.
   *
   * @param counts of retries and ejections so far
   */
  static UpstreamView of(ShownUpstream shown, InstantSource clock, Sums attempts, Counts counts) {
    Load load = shown.limits().admission().load();
    return new UpstreamView(
        shown.upstream().name(),
        new SourceView(
            shown.source().label(),
            shown.sourceName(),
            shown.upstream().source().fault(),
            shown.snapshotAge(clock)),
        load.inFlight(),
        load.limit(),
        load.queued(),
        shown.limits().hold().waiting(),
        attempts.requests(),
        attempts.errors(),
        counts.retries(),
        counts.ejections(),
        attempts.latency(),
        shown.upstream().endpoints().stream().map(EndpointView::of).toList());
  }

  record Counts(long retries, long ejections) {}
}
