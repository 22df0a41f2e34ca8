package dev.vitrine.gateway;

import dev.vitrine.gateway.console.ConfigStatus;
import dev.vitrine.gateway.discovery.WatchedFile;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what changes in the configuration's file while the gateway runs: upstreams and routes.
 * A file with a fault changes nothing, and neither do values that only a restart can change; both
 * are told of.
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
  public void changed(Path file) {
    GatewayConfig read = source.read();
    apply.accept(read);
    boolean restart = !read.withRouting(started).equals(started);
    status.loaded(restart);
    LogEvent.CONFIG_RELOADED
        .info(LOG)
        .addKeyValue(LogField.RESTART_NEEDED.key(), restart)
        .log("upstreams and routes taken over from {}", file);
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
