package dev.vitrine.gateway.security.token;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Where the key set is fetched from. */
@FunctionalInterface
public interface KeySource {
  /**
   * Fetches the key set, as it is published (RFC 7517). Called on any thread; completes within a
   * few seconds, and fails for anything but a 200 with at most 64 KiB.
   */
  Future<Buffer> fetch();
}
