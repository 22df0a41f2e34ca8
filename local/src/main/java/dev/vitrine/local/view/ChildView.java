package dev.vitrine.local.view;

import dev.vitrine.local.postgres.PostgresPing;
import dev.vitrine.local.process.ResidentMemory;
import dev.vitrine.local.program.Health;
import dev.vitrine.local.program.HttpReadiness;
import dev.vitrine.local.prometheus.PrometheusProgram;
import dev.vitrine.local.state.ChildState;
import java.util.OptionalLong;

/**
 * A child as it is at this moment.
 *
 * @param child what its supervisor has written down
 * @param ready whether it answers so just now
 * @param memory bytes held by it and its descendants
 */
record ChildView(ChildState child, boolean ready, OptionalLong memory) {

  /** Asks the child itself. */
  static ChildView of(ChildState child, String host) {
    boolean alive = child.process().alive();
    return new ChildView(
        child,
        alive && answers(child, host),
        alive ? ResidentMemory.ofTree(child.process().pid()) : OptionalLong.empty());
  }

  private static boolean answers(ChildState child, String host) {
    Integer port = child.port();
    Integer managementPort = child.managementPort();
    if (port == null) {
      return false;
    }
    return switch (child.service()) {
      // The supervisor also sees whether the roles are there; from then on, a ping says all.
      case ChildState.DATABASE -> child.ready() && PostgresPing.accepts(port);
      case ChildState.PROMETHEUS -> PrometheusProgram.health(port) instanceof Health.Ready;
      default ->
          managementPort != null && HttpReadiness.ask(host, managementPort) instanceof Health.Ready;
    };
  }
}
