package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.discovery.dns.DnsDiscovery;
import dev.vitrine.gateway.discovery.dns.KnownHosts;
import dev.vitrine.gateway.discovery.dns.NameServers;
import dev.vitrine.gateway.discovery.dns.Wanted;
import dev.vitrine.gateway.discovery.kubernetes.ApiServerConfig;
import dev.vitrine.gateway.discovery.kubernetes.KubernetesConfig;
import dev.vitrine.gateway.discovery.kubernetes.KubernetesDiscovery;
import dev.vitrine.gateway.upstream.Upstream;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The source of each upstream, as configured, and what goes on looking for it. Until a new source
 * of an upstream tells, what the one before told stays; so do the addresses of a name, whatever
 * else the new one tells, until the name is answered again. Safe for any thread.
 */
public final class UpstreamSources {
  private final Vertx vertx;
  private final DiscoveryConfig config;
  private final Map<String, String> environment;
  private final Map<String, Running> running = new HashMap<>();
  private @Nullable NameServers nameServers;

  /**
   * Of no upstreams yet.
   *
   * @param environment may name the API server
   */
  public UpstreamSources(Vertx vertx, DiscoveryConfig config, Map<String, String> environment) {
    this.vertx = vertx;
    this.config = config;
    this.environment = environment;
  }

  /**
   * What goes on looking.
   *
   * @param hosts what it has learned of names
   */
  private record Looking(Runnable stop, Supplier<KnownHosts> hosts) {
    /** What is told once and for all. */
    static final Looking NOWHERE = new Looking(() -> {}, () -> KnownHosts.NONE);
  }

  private record Running(Upstream upstream, EndpointSource source, Looking looking) {
    KnownHosts hosts() {
      return looking.hosts().get();
    }

    boolean waits() {
      return source.kubernetes().isPresent() && upstream.source().updated().isEmpty();
    }
  }

  /**
   * Checks that these can be followed here.
   *
   * @throws dev.vitrine.platform.config.InvalidConfigurationException where an API server is needed
   *     and none is known
   */
  public void requireUsable(List<EndpointSource> sources) {
    if (sources.stream().anyMatch(source -> source.kubernetes().isPresent())) {
      apiServer();
    }
  }

  /** From now on this is the source of the upstream; where it is already, nothing changes. */
  public synchronized void follow(Upstream upstream, EndpointSource source) {
    Running now = running.get(upstream.name());
    if (now != null && now.source().equals(source)) {
      return;
    }
    KnownHosts known =
        running.values().stream().map(Running::hosts).reduce(KnownHosts.NONE, KnownHosts::and);
    if (now != null) {
      now.looking().stop().run();
      known = known.and(now.hosts());
    }
    running.put(upstream.name(), new Running(upstream, source, start(upstream, source, known)));
  }

  /** Follows no others than these any more. */
  public synchronized void retain(Set<String> upstreams) {
    running.forEach((name, each) -> {
      if (!upstreams.contains(name)) {
        each.looking().stop().run();
      }
    });
    running.keySet().retainAll(upstreams);
  }

  /** Why requests should not come yet: Services that Kubernetes has told nothing of. */
  public synchronized Optional<String> waiting() {
    String names =
        running.values().stream()
            .filter(Running::waits)
            .map(each -> each.upstream().name())
            .sorted()
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of("Kubernetes has told nothing yet of " + names);
  }

  /** Looks no more. */
  public synchronized void stop() {
    retain(Set.of());
    if (nameServers != null) {
      nameServers.close();
    }
  }

  private Looking start(Upstream upstream, EndpointSource source, KnownHosts known) {
    if (source.kubernetes().isPresent()) {
      return kubernetes(upstream, source.kubernetes().get());
    }
    if (source.dns().isPresent()) {
      return dns(upstream, Wanted.of(source.dns().get()), known);
    }
    if (source.hasNames()) {
      return dns(upstream, Wanted.of(named(source.endpoints())), known);
    }
    StaticDiscovery.tell(upstream, source.endpoints());
    return Looking.NOWHERE;
  }

  private static List<Wanted.Endpoint> named(List<EndpointConfig> endpoints) {
    return endpoints.stream()
        .map(it -> new Wanted.Endpoint(it.hostPort(), it.managementHostPort()))
        .toList();
  }

  private Looking kubernetes(Upstream upstream, KubernetesConfig service) {
    KubernetesDiscovery discovery =
        new KubernetesDiscovery(vertx, upstream, apiServer(), service, new Random());
    discovery.start();
    return new Looking(discovery::stop, () -> KnownHosts.NONE);
  }

  private Looking dns(Upstream upstream, Wanted wanted, KnownHosts known) {
    if (nameServers == null) {
      nameServers = new NameServers(config.dns());
    }
    DnsDiscovery discovery = new DnsDiscovery(vertx, upstream, nameServers, wanted, new Random());
    discovery.start(known);
    return new Looking(discovery::stop, discovery::known);
  }

  private ApiServerConfig apiServer() {
    return config.kubernetes().in(environment);
  }
}
