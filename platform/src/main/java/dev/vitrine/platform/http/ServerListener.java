package dev.vitrine.platform.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;

/** Told of what a server does before any handler of requests; on the event loop of each. */
public interface ServerListener {
  /** For whom none of it matters. */
  ServerListener NONE = new ServerListener() {};

  /** A connection is there. */
  default void connected(HttpConnection connection) {}

  /**
   * A request that cannot be parsed is about to be answered. Fields may be added to its answer;
   * those of the request need not be there.
   */
  default void refusing(HttpServerRequest request) {}
}
