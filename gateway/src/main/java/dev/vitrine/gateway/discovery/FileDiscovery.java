package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.upstream.EndpointReport;
import dev.vitrine.gateway.upstream.Upstream;
import dev.vitrine.gateway.upstream.UpstreamRegistry;
import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.config.Require;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Endpoints from a file that somebody rewrites: read whole whenever its content changes, taken over
 * at once. A file that is missing, or cannot be used, changes nothing, and is told of once.
 */
public final class FileDiscovery {
  private static final Logger LOG = LoggerFactory.getLogger(FileDiscovery.class);

  private final Vertx vertx;
  private final UpstreamRegistry registry;
  private final Path file;
  private final DiscoveryConfig config;
  // Written by the polls, which never overlap.
  private volatile String content = "";
  private volatile Optional<String> fault = Optional.empty();
  private volatile boolean stopped;

  public FileDiscovery(Vertx vertx, UpstreamRegistry registry, Path file, DiscoveryConfig config) {
    this.vertx = vertx;
    this.registry = registry;
    this.file = file;
    this.config = config;
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

  /** Looks at the file, and then again and again. Completes after the first look; never fails. */
  public Future<Void> start() {
    return look().onComplete(looked -> again());
  }

  /** Why the file, as it is now, is not used; empty where it is. */
  public Optional<String> fault() {
    return fault;
  }

  /** Looks no more; a look under way still counts. */
  public void stop() {
    stopped = true;
  }

  private void again() {
    vertx.setTimer(
        config.poll().toMillis(),
        timer -> {
          if (!stopped) {
            look().onComplete(looked -> again());
          }
        });
  }

  private Future<Void> look() {
    return vertx.executeBlocking(
        () -> {
          lookNow();
          return null;
        },
        false);
  }

  private void lookNow() {
    try {
      String now = Files.readString(file);
      if (now.equals(content)) {
        registry.upstreams().forEach(Upstream::confirm);
        fault = Optional.empty();
        return;
      }
      Content read = Configuration.readFile(file, Content.class);
      requireKnown(read.upstreams().keySet());
      content = now;
      Map<String, List<EndpointReport>> told = read.endpoints();
      registry
          .upstreams()
          .forEach(upstream -> upstream.update(told.getOrDefault(upstream.name(), List.of())));
      fault = Optional.empty();
      LOG.atInfo().addKeyValue("event", "discovery.updated").log("endpoints read from {}", file);
    } catch (NoSuchFileException missing) {
      tell(file + ": no such file");
    } catch (IOException | InvalidConfigurationException unusable) {
      tell(file + ": " + unusable.getMessage());
    }
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

  private void tell(String why) {
    if (!Optional.of(why).equals(fault)) {
      LOG.atWarn().addKeyValue("event", "discovery.refused").log("endpoints unchanged: {}", why);
    }
    fault = Optional.of(why);
    registry.upstreams().forEach(upstream -> upstream.sourceFailed(why));
  }
}
