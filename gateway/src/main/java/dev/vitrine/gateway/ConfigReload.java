package dev.vitrine.gateway;

import dev.vitrine.gateway.console.ConfigStatus;
import dev.vitrine.gateway.discovery.WatchedFile;
import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.config.Fault;
import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.config.Require;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what changes in the configuration's file while the gateway runs: upstreams and routes.
 * A file with a fault changes nothing, nor does one that says nothing, or whose routes need what
 * the process was not started with, such as keys for tokens; nor do values that only a restart can
 * change. All of that is told of.
 */
final class ConfigReload implements WatchedFile.Reader {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigReload.class);

  private final ConfigFile source;
  private final GatewayConfig started;
  private final Consumer<GatewayConfig> apply;
  private final ConfigStatus status;

  /**
   * @param started with which the process runs
   * @param apply takes over the upstreams and routes of a configuration without faults
   */
  ConfigReload(
      ConfigFile source,
      GatewayConfig started,
      Consumer<GatewayConfig> apply,
      ConfigStatus status) {
    this.source = source;
    this.started = started;
    this.apply = apply;
    this.status = status;
  }

  @Override
  public void changed(Path file, String content) {
    requireContent(file, content);
    GatewayConfig read = source.read(content);
    GatewayConfig next = withRoutingOf(read);
    apply.accept(next);
    boolean restart = !next.equals(read);
    status.loaded(restart);
    LogEvent.CONFIG_RELOADED
        .info(LOG)
        .addKeyValue(LogField.RESTART_NEEDED.key(), restart)
        .log("upstreams and routes taken over from {}", file);
  }

  /** A file that is just being written, or was emptied by mistake, must not end every route. */
  private static void requireContent(Path file, String content) {
    Require.that(
        !Configuration.isBlank(content),
        file.toString(),
        "it says nothing",
        "upstreams and routes, or {} for the built-in ones");
  }

  /** Checked once more: what protects the routes is the edge that runs, not that of the file. */
  private GatewayConfig withRoutingOf(GatewayConfig read) {
    try {
      return started.withRouting(read);
    } catch (InvalidConfigurationException invalid) {
      throw new InvalidConfigurationException(
          invalid.faults().stream()
              .map(it -> new Fault(it.key(), it.value() + " until a restart", it.expected()))
              .toList());
    }
  }

  @Override
  public void unchanged() {
    status.confirmed();
  }

  @Override
  public void refused(String why) {
    status.refused(why);
    LogEvent.CONFIG_REFUSED.warn(LOG).log("configuration unchanged: {}", why);
  }
}
