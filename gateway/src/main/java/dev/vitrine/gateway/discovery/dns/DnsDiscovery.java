package dev.vitrine.gateway.discovery.dns;

import dev.vitrine.gateway.discovery.source.Pace;
import dev.vitrine.gateway.discovery.source.SourceState;
import dev.vitrine.gateway.upstream.Upstream;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.random.RandomGenerator;

/**
 * Keeps an upstream as the DNS says, from the start on and whenever a name server answers. Never
 * fails: until the first answer the upstream has those endpoints that need none. For any thread.
 */
public final class DnsDiscovery {
  private final Context context;
  private final SourceState state;
  private final DnsSource source;

  /**
   * One that has not started.
   *
   * @param servers not closed by it
   */
  public DnsDiscovery(
      Vertx vertx, Upstream upstream, NameServers servers, Wanted wanted, RandomGenerator random) {
    this.context = vertx.getOrCreateContext();
    this.state = new SourceState(upstream, "the DNS, asked for " + wanted.name());
    this.source =
        new DnsSource(
            servers.questions(vertx), wanted, servers.config(), state, Pace.of(vertx, random));
  }

  /**
   * Begins to ask, and tells at once what needs no question.
   *
   * @param before what is known of hosts already
   */
  public void start(KnownHosts before) {
    source.recall(before);
    context.runOnContext(turn -> source.start());
  }

  /** What is known of the hosts that it asks for; also once it is stopped. */
  public KnownHosts known() {
    return source.known();
  }

  /** Tells nothing more, from now on, and asks no more; what the upstream has stays. */
  public void stop() {
    state.end();
    context.runOnContext(turn -> source.stop());
  }
}
