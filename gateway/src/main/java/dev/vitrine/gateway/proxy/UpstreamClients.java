package dev.vitrine.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.SocketAddress;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The clients of an upstream, open for as long as a request may need them: once they are retired
 * they are closed when the last of those is over, and opened anew for one that was kept on its way
 * here. For one event loop.
 */
final class UpstreamClients {
  private final Supplier<Pair> opening;
  private final Consumer<Pair> closing;
  private @Nullable Pair open;
  private int users;
  private boolean retired;

  /** Opens them. */
  UpstreamClients(Supplier<Pair> opening, Consumer<Pair> closing) {
    this.opening = opening;
    this.closing = closing;
    this.open = opening.get();
  }

  /**
   * A client, and what it cannot tell of its pool.
   *
   * @param open how many connections it has to an address that take requests
   */
  record Pool(HttpClient client, ToIntFunction<SocketAddress> open) {}

  /**
   * Two pools, each with connections of its own.
   *
   * @param pooled for requests that can be sent again if their connection is just being closed
   * @param fresh for the others: its connections were in use a moment ago
   */
  record Pair(Pool pooled, Pool fresh) {}

  /** They are open now; to be used at once. */
  Pair get() {
    if (open == null) {
      open = opening.get();
    }
    return open;
  }

  /** The same future, until whose end they stay open. */
  <T> Future<T> openUntil(Future<T> end) {
    users++;
    return end.onComplete(over -> {
      users--;
      closeUnused();
    });
  }

  /** No more requests are wanted here. */
  void retire() {
    retired = true;
    closeUnused();
  }

  private void closeUnused() {
    if (retired && users == 0 && open != null) {
      closing.accept(open);
      open = null;
    }
  }
}
