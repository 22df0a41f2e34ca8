package dev.vitrine.gateway.proxy;

import io.netty.handler.codec.DecoderResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;

/** A client's request without content, and what it was answered. */
final class SimulatedRequest {
  /** Where it came from the gateway's engine. */
  static final String ID = "X-Id";

  private final Runnable over;
  private final HttpServerRequest request;
  private final MultiMap fields = MultiMap.caseInsensitiveMultiMap();
  private int status = 200;
  private int answers;
  private boolean brokenOff;
  private boolean gone;
  private Runnable departure = () -> {};

  /**
   * @param over told when it has its answer, or is broken off
   */
  SimulatedRequest(long id, HttpMethod method, Runnable over) {
    this.over = over;
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(ID, Long.toString(id));
    HttpServerResponse response = response();
    HttpConnection connection =
        Partial.of(HttpConnection.class).when("close", arguments -> brokenOff()).build();
    request =
        Partial.of(HttpServerRequest.class)
            .ignoring("pause", "resume", "handler", "endHandler", "exceptionHandler")
            .when("method", arguments -> method)
            .when("version", arguments -> HttpVersion.HTTP_1_1)
            .when("headers", arguments -> headers)
            .when("getHeader", arguments -> headers.get((String) arguments[0]))
            .when("path", arguments -> "/a")
            .when("query", arguments -> null)
            .when("authority", arguments -> HostAndPort.authority("shop.example"))
            .when("remoteAddress", arguments -> SocketAddress.inetSocketAddress(1, "192.0.2.1"))
            .when("isSSL", arguments -> false)
            .when("isEnded", arguments -> true)
            .when("decoderResult", arguments -> DecoderResult.SUCCESS)
            .when("connection", arguments -> connection)
            .when("response", arguments -> response)
            .build();
  }

  @SuppressWarnings("unchecked") // as the interface says
  private HttpServerResponse response() {
    return Partial.of(HttpServerResponse.class)
        .ignoring("setStatusMessage", "exceptionHandler", "setChunked")
        .when(
            "putHeader",
            arguments -> {
              fields.set(arguments[0].toString(), arguments[1].toString());
              return responseItself();
            })
        .when(
            "closeHandler",
            arguments -> {
              departure = () -> ((Handler<Void>) arguments[0]).handle(null);
              return responseItself();
            })
        .when(
            "setStatusCode",
            arguments -> {
              status = (int) arguments[0];
              return responseItself();
            })
        .when("headers", arguments -> fields)
        .when("closed", arguments -> gone)
        .when("headWritten", arguments -> answers > 0)
        .when("end", arguments -> answered())
        .build();
  }

  private HttpServerResponse responseItself() {
    return request.response();
  }

  private Future<Void> answered() {
    answers++;
    over.run();
    return Future.succeededFuture();
  }

  private Future<Void> brokenOff() {
    brokenOff = true;
    over.run();
    return Future.succeededFuture();
  }

  /** Its client leaves, and waits for no answer. */
  void leave() {
    gone = true;
    departure.run();
  }

  /** A field of its answer. */
  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  HttpServerRequest request() {
    return request;
  }

  int status() {
    return status;
  }

  /** Whether its answer was broken off, and never looked whole. */
  boolean isBrokenOff() {
    return answers == 0 && brokenOff;
  }

  /** Whether it got exactly one answer, and a whole one. */
  boolean isAnsweredOnce() {
    return answers == 1 && !brokenOff;
  }
}
