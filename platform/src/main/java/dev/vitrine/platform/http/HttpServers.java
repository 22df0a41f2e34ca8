package dev.vitrine.platform.http;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;

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
  private static final Duration FIRST_REQUEST = Duration.ofSeconds(1);

  /** What the native transport says before the system's own words. */
  private static final Pattern BIND =
      Pattern.compile("^bind\\(\\.\\.\\) failed( with error\\(-?[0-9]+\\))?: ");

  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final List<Context> contexts = new CopyOnWriteArrayList<>();

  private HttpServers() {}

  /**
   * Starts the listeners.
   *
   * @param handler makes the handler of one event loop, on that event loop
   * @return fails where the address cannot be bound
   */
  public static Future<HttpServers> start(
      Vertx vertx,
      HttpServerOptions options,
      int listeners,
      Function<Vertx, Handler<HttpServerRequest>> handler) {
    return start(vertx, options, listeners, ServerListener.NONE, handler);
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
      int listeners,
      ServerListener listener,
      Function<Vertx, Handler<HttpServerRequest>> handler) {
    HttpServers servers = new HttpServers();
    HttpServerOptions shared = new HttpServerOptions(options);
    if (options.getPort() == 0) {
      shared.setPort(SHARED_RANDOM_PORT);
    }
    return vertx
        .deployVerticle(
            () -> new Listener(servers, shared, listener, handler),
            new DeploymentOptions().setInstances(listeners))
        .map(id -> servers)
        .recover(failure -> Future.failedFuture(naming(options, failure)));
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
    return List.copyOf(contexts);
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

  private static final class Listener extends VerticleBase {
    private final HttpServers servers;
    private final HttpServerOptions options;
    private final ServerListener listener;
    private final Function<Vertx, Handler<HttpServerRequest>> handler;

    Listener(
        HttpServers servers,
        HttpServerOptions options,
        ServerListener listener,
        Function<Vertx, Handler<HttpServerRequest>> handler) {
      this.servers = servers;
      this.options = options;
      this.listener = listener;
      this.handler = handler;
    }

    @Override
    public Future<?> start() {
      Handler<HttpServerRequest> requests = handler.apply(vertx);
      HttpServer server =
          strict(vertx.createHttpServer(options), listener)
              .requestHandler(request -> {
                Admittance.asked(request);
                if (!LingeringClose.comesTooLate(request)) {
                  requests.handle(request);
                }
              });
      servers.servers.add(server);
      servers.contexts.add(context);
      return server.listen();
    }
  }
}
