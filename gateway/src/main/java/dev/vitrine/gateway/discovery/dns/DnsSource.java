package dev.vitrine.gateway.discovery.dns;

import dev.vitrine.gateway.discovery.dns.DnsAnswer.Entry.Service;
import dev.vitrine.gateway.discovery.dns.DnsQuestions.RecordType;
import dev.vitrine.gateway.discovery.dns.HostAddresses.Known;
import dev.vitrine.gateway.discovery.source.Backoff;
import dev.vitrine.gateway.discovery.source.Pace;
import dev.vitrine.gateway.discovery.source.SourceState;
import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.HostPort;
import dev.vitrine.platform.time.Timers;
import dev.vitrine.platform.time.Timers.Cancellation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Keeps an upstream as the DNS says: asks, waits as long as the answer counts, and asks again. What
 * the DNS does not or cannot say leaves everything as it was, and the next question comes soon: an
 * empty answer, and a name that does not exist, are taken for a fault as well. No I/O of its own,
 * no clock but the one given. For one thread.
 */
final class DnsSource {
  private static final Duration FIRST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  private final DnsQuestions questions;
  private final Wanted wanted;
  private final DnsConfig config;
  private final SourceState state;
  private final Timers timers;
  private final Backoff backoff;
  private final Map<String, HostAddresses> hosts = new HashMap<>();
  private volatile KnownHosts known = KnownHosts.NONE;
  private Cancellation alarm = () -> {};
  private boolean stopped;

  /** One that has not begun. */
  DnsSource(DnsQuestions questions, Wanted wanted, DnsConfig config, SourceState state, Pace pace) {
    this.questions = questions;
    this.wanted = wanted;
    this.config = config;
    this.state = state;
    this.timers = pace.timers();
    this.backoff = pace.backoff(FIRST_WAIT, LONGEST_WAIT);
  }

  /**
   * What came of asking.
   *
   * @param endpoints none where nothing is known
   * @param ttl in seconds; {@link Long#MAX_VALUE} where nothing was found
   * @param fault why not all is of now; empty where it is
   */
  private record Look(List<EndpointReport> endpoints, long ttl, Optional<String> fault) {
    static Look failed(String why) {
      return new Look(List.of(), Long.MAX_VALUE, Optional.of(why));
    }

    boolean hasNews() {
      return !endpoints.isEmpty() && ttl != Long.MAX_VALUE;
    }
  }

  private record Asked(Target target, Future<Known> known) {}

  /**
   * Tells at once what can be told without asking: addresses in the place of names, and those that
   * were known of hosts. Before it starts.
   */
  void recall(KnownHosts before) {
    known = before;
    if (wanted instanceof Wanted.Hosts(var targets)) {
      Look look = union(targets.stream().map(this::recalled).toList());
      if (!look.endpoints().isEmpty()) {
        state.recalls(look.endpoints());
      }
    }
  }

  private Asked recalled(Target target) {
    String host = target.host();
    List<String> ips = HostPort.isAddress(host) ? List.of(host) : known.of(host).all();
    return new Asked(
        target, Future.succeededFuture(new Known(ips, Long.MAX_VALUE, Optional.empty())));
  }

  /** What is known of the hosts that it asks for. For any thread. */
  KnownHosts known() {
    return known;
  }

  /** Begins, and goes on until it is stopped. */
  void start() {
    look();
  }

  /** Asks and tells nothing more. */
  void stop() {
    stopped = true;
    alarm.cancel();
  }

  private void look() {
    Future<Look> look =
        switch (wanted) {
          case Wanted.Hosts(var targets) -> addresses(targets);
          case Wanted.Service service ->
              questions
                  .ask(service.name(), RecordType.SRV)
                  .compose(answer -> targets(service, answer));
        };
    look.otherwise(bug -> Look.failed(bug.toString())).onSuccess(this::found);
  }

  private Future<Look> targets(Wanted.Service service, DnsAnswer answer) {
    String name = service.name() + ": ";
    return switch (answer) {
      case DnsAnswer.Failed(String why) -> Future.succeededFuture(Look.failed(name + why));
      case DnsAnswer.Nothing(String why) -> Future.succeededFuture(Look.failed(name + why));
      case DnsAnswer.Found found -> {
        List<Service> records =
            found.entries().stream()
                .filter(Service.class::isInstance)
                .map(Service.class::cast)
                .toList();
        yield addresses(
                ServiceTargets.of(records).stream()
                    .map(target -> target.managedAt(service.managementPort()))
                    .toList())
            .map(it -> new Look(it.endpoints(), Math.min(it.ttl(), found.ttl()), it.fault()));
      }
    };
  }

  private Future<Look> addresses(List<Target> targets) {
    hosts.keySet().retainAll(targets.stream().map(Target::host).collect(Collectors.toSet()));
    Map<String, Future<Known>> questionsByHost = new HashMap<>();
    List<Asked> asked =
        targets.stream()
            .map(target ->
                new Asked(target, questionsByHost.computeIfAbsent(target.host(), this::addresses)))
            .toList();
    return Future.all(new ArrayList<>(questionsByHost.values()))
        .map(all -> {
          known = KnownHosts.of(hosts);
          return union(asked);
        });
  }

  private Future<Known> addresses(String host) {
    if (HostPort.isAddress(host)) {
      return Future.succeededFuture(new Known(List.of(host), Long.MAX_VALUE, Optional.empty()));
    }
    return hosts.computeIfAbsent(host, it -> new HostAddresses(it, questions, known.of(it))).ask();
  }

  private Look union(List<Asked> asked) {
    Map<HostPort, EndpointReport> endpoints =
        new TreeMap<>(Comparator.comparing(HostPort::host).thenComparingInt(HostPort::port));
    long ttl = Long.MAX_VALUE;
    Optional<String> fault = Optional.empty();
    for (Asked each : asked) {
      Known known = each.known().result();
      for (String ip : known.ips()) {
        EndpointReport report = each.target().at(ip);
        endpoints.putIfAbsent(report.address(), report);
      }
      ttl = Math.min(ttl, known.ttl());
      fault = fault.or(known::fault);
    }
    return new Look(List.copyOf(endpoints.values()), ttl, fault);
  }

  private void found(Look look) {
    if (stopped) {
      return;
    }
    if (look.hasNews()) {
      state.tells(look.endpoints());
    }
    if (look.endpoints().isEmpty() || look.fault().isPresent()) {
      state.fails(look.fault().orElse(wanted.name() + ": there is no such service"));
      alarm = timers.after(backoff.next(), this::look);
    } else {
      state.recovers();
      backoff.reset();
      alarm = timers.after(config.clamped(look.ttl()), this::look);
    }
  }
}
