package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.Require;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Endpoints from a file: what it tells is taken over at once, and what it does not tell leaves them
 * as they are. An empty list tells that there are none; an upstream without a list is not told of.
 */
public final class FileDiscovery implements WatchedFile.Reader {
  private static final Logger LOG = LoggerFactory.getLogger(FileDiscovery.class);
  private static final String LEFT_OUT = "the file of endpoints has no list for the upstream";

  private final UpstreamRegistry registry;
  // Of the thread that looks at the file.
  private Map<String, List<EndpointReport>> told = Map.of();
  private final Set<String> leftOut = new HashSet<>();

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
  public void changed(Path file, String content) {
    Content read = Configuration.readFile(file, content, Content.class);
    requireKnown(read.upstreams().keySet());
    told = read.endpoints();
    registry.upstreams().forEach(this::tell);
    LogEvent.DISCOVERY_UPDATED.info(LOG).log("endpoints read from {}", file);
  }

  @Override
  public void unchanged() {
    for (Upstream upstream : registry.upstreams()) {
      if (told.containsKey(upstream.name()) && upstream.source().updated().isPresent()) {
        upstream.confirm();
      } else { // left out, or came with another configuration, after the file was read
        tell(upstream);
      }
    }
  }

  private void tell(Upstream upstream) {
    List<EndpointReport> endpoints = told.get(upstream.name());
    if (endpoints == null) {
      leaveAsItIs(upstream);
    } else {
      leftOut.remove(upstream.name());
      upstream.update(endpoints);
    }
  }

  /** Its list may be lost: by whoever writes the file, or in a merge of two. */
  private void leaveAsItIs(Upstream upstream) {
    upstream.sourceFailed(LEFT_OUT);
    if (leftOut.add(upstream.name())) {
      LogEvent.DISCOVERY_FAILED
          .warn(LOG)
          .addKeyValue(LogField.UPSTREAM.key(), upstream.name())
          .log("endpoints of {} unchanged: {}", upstream.name(), LEFT_OUT);
    }
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
