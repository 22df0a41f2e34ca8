package dev.vitrine.gateway.discovery.source;

import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an upstream what its source finds, and the log when that changes: once when it cannot be
 * read, once when it can again, and never for an attempt in between. For one thread, but for its
 * end: a source stops on its own thread, later, and must not speak for an upstream that another one
 * speaks for by then.
 */
public final class SourceState {
  private static final Logger LOG = LoggerFactory.getLogger(SourceState.class);

  private final Upstream upstream;
  private final String source;
  private Optional<List<EndpointReport>> told = Optional.empty();
  private boolean failing;
  private boolean ended;

  /**
   * Of a source that was not asked yet.
   *
   * @param source what is asked, for a person
   */
  public SourceState(Upstream upstream, String source) {
    this.upstream = upstream;
    this.source = source;
  }

  /**
   * The source speaks for the upstream no more: once this returns, whatever it still finds changes
   * nothing. For any thread.
   */
  public synchronized void end() {
    ended = true;
  }

  /** The source says that these are all endpoints there are. */
  public synchronized void tells(List<EndpointReport> endpoints) {
    if (ended) {
      return;
    }
    if (Optional.of(endpoints).equals(told)) {
      upstream.confirm();
      return;
    }
    told = Optional.of(List.copyOf(endpoints));
    upstream.update(endpoints);
    LogEvent.DISCOVERY_UPDATED
        .info(LOG)
        .addKeyValue(LogField.UPSTREAM.key(), upstream.name())
        .log("{} tells of {}", source, summary(endpoints));
  }

  /** So much is known before the source is asked. */
  public synchronized void recalls(List<EndpointReport> endpoints) {
    if (ended) {
      return;
    }
    told = Optional.of(List.copyOf(endpoints));
    upstream.update(endpoints);
  }

  /** The source has nothing new to say, and would have said it. */
  public synchronized void confirms() {
    if (!ended) {
      upstream.confirm();
    }
  }

  /** The source cannot be read; what it told last stays. */
  public synchronized void fails(String why) {
    if (ended) {
      return;
    }
    upstream.sourceFailed(why);
    if (!failing) {
      failing = true;
      LogEvent.DISCOVERY_FAILED
          .warn(LOG)
          .addKeyValue(LogField.UPSTREAM.key(), upstream.name())
          .log("{} cannot be read, endpoints unchanged: {}", source, why);
    }
  }

  /** The source can be relied upon again. */
  public synchronized void recovers() {
    if (failing && !ended) {
      failing = false;
      LogEvent.DISCOVERY_RECOVERED
          .info(LOG)
          .addKeyValue(LogField.UPSTREAM.key(), upstream.name())
          .log("{} can be read again", source);
    }
  }

  /** Something that the source tells of is left out; says so. */
  public void ignores(String what) {
    LogEvent.DISCOVERY_IGNORED
        .warn(LOG)
        .addKeyValue(LogField.UPSTREAM.key(), upstream.name())
        .log("{}: {}", source, what);
  }

  private static String summary(List<EndpointReport> endpoints) {
    long ready =
        endpoints.stream()
            .filter(endpoint -> endpoint.condition() == EndpointReport.Condition.READY)
            .count();
    return "%d endpoints, %d of them ready".formatted(endpoints.size(), ready);
  }
}
