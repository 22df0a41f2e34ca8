package dev.vitrine.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;

/**
 * What comes after a 101: bytes both ways, no faster than either side reads, until one of them
 * closes.
 */
final class UpgradeTunnel {
  private UpgradeTunnel() {}

  /** Answers the client by the upstream's 101, and connects the two; completes at the end. */
  static Future<Void> open(HttpClientResponse upstream, HttpServerRequest request) {
    NetSocket server = upstream.netSocket();
    server.pause();
    ResponseHeaders.copy(upstream.headers(), request.response().headers());
    request.response().putHeader("Connection", "Upgrade");
    request.response().putHeader("Upgrade", "websocket");
    request.resume();
    return request
        .toNetSocket()
        .compose(client -> {
          Future<Void> up = client.pipeTo(server);
          Future<Void> down = server.pipeTo(client);
          return Future.join(up, down).mapEmpty();
        });
  }
}
