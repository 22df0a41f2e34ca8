package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.Require;
import dev.vitrine.platform.telemetry.LogEvent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Endpoints from a file: what it tells is taken over at once, and what it cannot tell leaves them
 * as they are.
 */
public final class FileDiscovery implements WatchedFile.Reader {
  private static final Logger LOG = LoggerFactory.getLogger(FileDiscovery.class);

  private final UpstreamRegistry registry;
  // Of the thread that looks at the file.
  private Map<String, List<EndpointReport>> told = Map.of();

  public FileDiscovery(UpstreamRegistry registry) {
    this.registry = registry;
  }

  /** The form of the file. */
  record Content(Map<String, List<EndpointConfig>> upstreams) {
    Map<String, List<EndpointReport>> endpoints() {
      Map<String, List<EndpointReport>> endpoints = new LinkedHashMap<>();
      upstreams.forEach(
          (name, list) -> endpoints.put(name, list.stream().map(EndpointConfig::report).toList()));
      return endpoints;
    }
  }

  @Override
  public void changed(Path file) {
    Content read = Configuration.readFile(file, Content.class);
    requireKnown(read.upstreams().keySet());
    told = read.endpoints();
    registry.upstreams().forEach(this::tell);
    LogEvent.DISCOVERY_UPDATED.info(LOG).log("endpoints read from {}", file);
  }

  @Override
  public void unchanged() {
    for (Upstream upstream : registry.upstreams()) {
      if (upstream.source().updated().isPresent()) {
        upstream.confirm();
      } else { // came with another configuration, after the file was read
        tell(upstream);
      }
    }
  }

  private void tell(Upstream upstream) {
    upstream.update(told.getOrDefault(upstream.name(), List.of()));
  }

  @Override
  public void refused(String why) {
    LogEvent.DISCOVERY_REFUSED.warn(LOG).log("endpoints unchanged: {}", why);
    registry.upstreams().forEach(upstream -> upstream.sourceFailed(why));
  }

  /** A file that is just being written, or meant for another gateway, must not empty anything. */
  private void requireKnown(Set<String> names) {
    Set<String> known =
        registry.upstreams().stream().map(Upstream::name).collect(Collectors.toSet());
    Require.that(
        !names.isEmpty() && known.containsAll(names),
        "upstreams",
        names.isEmpty() ? "nothing" : String.join(", ", names),
        "a list for each of " + String.join(", ", known));
  }
}
