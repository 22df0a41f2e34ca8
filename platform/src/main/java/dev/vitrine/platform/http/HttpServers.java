package dev.vitrine.platform.http;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The public server of a process: one listener for each event loop, all on the same port. Drained,
 * not closed: {@link HttpServer#close()} would cut the requests in flight.
 */
public final class HttpServers {
  /** The port that several listeners share when the system is to choose it. */
  private static final int SHARED_RANDOM_PORT = -1;

  /**
   * How long a connection that has just been accepted may take to its first request, in a drain.
   */
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(2);

  /** What the native transport says before the system's own words. */
  private static final Pattern BIND =
      Pattern.compile("^bind\\(\\.\\.\\) failed( with error\\(-?[0-9]+\\))?: ");

  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final List<Context> contexts;

  private HttpServers(List<Context> contexts) {
    this.contexts = contexts;
  }

  /**
   * Starts the listeners.
   *
   * @param handler makes the handler of one event loop, on that event loop
   * @return fails where the address cannot be bound
   */
  public static Future<HttpServers> start(
      Vertx vertx, HttpServerOptions options, Function<Vertx, Handler<HttpServerRequest>> handler) {
    return start(vertx, options, ServerListener.NONE, handler);
  }

  /**
   * Starts the listeners.
   *
   * @param handler makes the handler of one event loop, on that event loop
   * @return fails where the address cannot be bound
   */
  public static Future<HttpServers> start(
      Vertx vertx,
      HttpServerOptions options,
      ServerListener listener,
      Function<Vertx, Handler<HttpServerRequest>> handler) {
    HttpServerOptions shared = new HttpServerOptions(options);
    if (options.getPort() == 0) {
      shared.setPort(SHARED_RANDOM_PORT);
    }
    HttpServers servers = new HttpServers(contextOfEach((VertxInternal) vertx));
    return Future.join(
            servers.contexts.stream()
                .map(context ->
                    on(
                        context,
                        () -> servers.listen(vertx, shared, listener, handler.apply(vertx))))
                .toList())
        .map(servers)
        .recover(failure ->
            servers.abandon().transform(closed -> Future.failedFuture(naming(options, failure))));
  }

  /**
   * One context for each event loop. The instances of a verticle would take the next loops, of
   * which one or the other may go to somebody else meanwhile: two would share a loop, and another
   * would have none.
   */
  private static List<Context> contextOfEach(VertxInternal vertx) {
    return StreamSupport.stream(vertx.eventLoopGroup().spliterator(), false)
        .<Context>map(loop -> vertx.contextBuilder().withEventLoop((EventLoop) loop).build())
        .toList();
  }

  /** What the action throws is its failure, too. */
  private static <T> Future<T> on(Context context, Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        turn -> Future.succeededFuture().compose(begun -> action.get()).onComplete(done));
    return done.future();
  }

  private Future<HttpServer> listen(
      Vertx vertx,
      HttpServerOptions options,
      ServerListener listener,
      Handler<HttpServerRequest> requests) {
    HttpServer server =
        strict(vertx.createHttpServer(options), listener)
            .requestHandler(request -> {
              Admittance.asked(request);
              if (!LingeringClose.comesTooLate(request)) {
                requests.handle(request);
              }
            });
    servers.add(server);
    return server.listen();
  }

  /** Where not all of them listen, none does. */
  private Future<Void> abandon() {
    return Future.join(servers.stream().map(HttpServer::close).toList()).mapEmpty();
  }

  /** The same failure, with the address that Netty leaves out. */
  public static Throwable naming(HttpServerOptions options, Throwable failure) {
    // The native transport's is no SocketException, as that of the JDK's sockets is.
    if (!(failure instanceof IOException)) {
      return failure;
    }
    String why = BIND.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
    return new CannotListenException(
        "cannot listen on %s:%d: %s".formatted(options.getHost(), options.getPort(), why), failure);
  }

  /** The same server, which answers what cannot be parsed with problems of 400, 414 or 431. */
  public static HttpServer strict(HttpServer server) {
    return strict(server, ServerListener.NONE);
  }

  private static HttpServer strict(HttpServer server, ServerListener listener) {
    return server
        .connectionHandler(connection -> {
          StrictHttp1.watch(connection);
          StrictHttp2.watch(connection);
          listener.connected(connection);
        })
        .invalidRequestHandler(new InvalidRequestHandler(listener));
  }

  /**
   * Gives new connections another certificate; those that are there keep theirs.
   *
   * @return fails, and changes nothing, where it cannot be used
   */
  public Future<Void> update(ServerSSLOptions options) {
    return Future.join(
            servers.stream().map(server -> server.updateSSLOptions(options, true)).toList())
        .mapEmpty();
  }

  /** The port that is bound. */
  public int port() {
    return servers.getFirst().actualPort();
  }

  /** The event loops that serve. */
  public List<Context> contexts() {
    return contexts;
  }

  /**
   * Stops accepting, answers what has just been accepted, lets the requests in flight end, closes
   * idle connections. After {@code deadline} what is left is closed too.
   */
  public Future<Void> drain(Duration deadline) {
    Duration forFirst = deadline.compareTo(FIRST_REQUEST) < 0 ? deadline : FIRST_REQUEST;
    return Admittance.end(contexts.getFirst().owner(), port(), forFirst)
        .compose(ended -> shutDown(deadline));
  }

  private Future<Void> shutDown(Duration deadline) {
    return Future.join(
            servers.stream()
                .map(server -> server.shutdown(deadline.toMillis(), TimeUnit.MILLISECONDS))
                .toList())
        .mapEmpty();
  }
}
