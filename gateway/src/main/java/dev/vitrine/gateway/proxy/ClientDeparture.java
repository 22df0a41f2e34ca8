package dev.vitrine.gateway.proxy;

import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;

/**
 * Ends an upstream's work for a client that has left. Only as long as there is such work: once the
 * answer is in, the connection may serve another request, which a late reset would hit.
 */
final class ClientDeparture {
  private static final long CANCEL = 8; // the error code of HTTP/2, RFC 9113, section 7

  private final HttpClientRequest upstream;
  private final Promise<HttpClientResponse> head;
  private boolean over;

  private ClientDeparture(HttpClientRequest upstream, Promise<HttpClientResponse> head) {
    this.upstream = upstream;
    this.head = head;
  }

  /** The client has left before it had its answer. */
  static final class ClientGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClientGoneException() {
      super("client gone", null, false, false);
    }
  }

  /**
   * Watches a client until the end of its answer.
   *
   * @param head the head of the answer; fails with {@link ClientGoneException} where the client
   *     leaves before it
   */
  static void watch(
      HttpServerRequest request, HttpClientRequest upstream, Promise<HttpClientResponse> head) {
    ClientDeparture departure = new ClientDeparture(upstream, head);
    request.response().closeHandler(left -> departure.left());
    head.future()
        .onSuccess(response -> response.end().onComplete(end -> departure.over = true))
        .onFailure(failure -> departure.over = true);
  }

  private void left() {
    if (!over) {
      head.tryFail(new ClientGoneException());
      upstream.reset(CANCEL);
    }
  }
}
