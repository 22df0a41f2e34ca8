package dev.vitrine.gateway.proxy;

import dev.vitrine.gateway.sim.VirtualTime;
import dev.vitrine.gateway.upstream.HostPort;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.streams.Pipe;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** The servers of a simulated upstream, with all that can go wrong with a process. */
final class SimulatedShop {
  static final int PORT = 80;
  static final int MANAGEMENT = 81;

  private static final Duration WIRE = Duration.ofNanos(200_000);
  private static final double MEAN_MILLIS = 20;

  private final VirtualTime time;
  private final Random random;
  private final Map<String, Server> servers = new HashMap<>();
  private final Map<String, Integer> executions = new HashMap<>();
  private final Set<String> brokenOff = new HashSet<>();
  private int resets;

  SimulatedShop(VirtualTime time, Random random) {
    this.time = time;
    this.random = random;
  }

  /** One process. */
  final class Server {
    private final Set<Exchange> open = new LinkedHashSet<>();
    private boolean down;
    private boolean deaf;
    private boolean mute;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean draining;
    private boolean unavailable;
    private String retryAfter = "";
    private double slowness = 1;
    private double resets;
    private boolean breaking;
    private long pausedUntil;

    /** As by {@code kill -9}: what it was doing is lost. */
    void crash() {
      down = true;
      open.forEach(exchange -> time.execute(exchange::lose));
      open.clear();
    }

    /** Whether it takes no connections, though its probes find it well. */
    void deaf(boolean now) {
      deaf = now;
    }

    /**
     * Whether it is a black hole to those who connect, though its probes find it well. Where it is
     * none any more, they have their connections.
     */
    void mute(boolean now) {
      mute = now;
      if (!now) {
        waiting.forEach(time::execute);
        waiting.clear();
      }
    }

    /** As by SIGTERM: not ready any more, and ends when nothing is left to do. */
    void drain() {
      draining = true;
    }

    void start() {
      down = false;
      draining = false;
    }

    /** As by SIGSTOP: takes connections, and answers nothing until then. */
    void pause(Duration span) {
      pausedUntil = time.nanos() + span.toNanos();
    }

    /** How many times as long as usual an answer takes. */
    void slow(double factor) {
      slowness = factor;
    }

    /** Whether it answers 503 to everything but its probes. */
    void unavailable(boolean now) {
      unavailable = now;
    }

    /** When to come again, as its answers of 503 say it; nothing where that is empty. */
    void retryAfter(String value) {
      retryAfter = value;
    }

    /** The share of requests that it executes and then breaks off. */
    void resets(double share) {
      resets = share;
    }

    /** Whether it breaks off within each of its answers. */
    void breaking(boolean now) {
      breaking = now;
    }

    private boolean isPaused() {
      return time.nanos() < pausedUntil;
    }

    private void finish(Exchange exchange) {
      if (!open.contains(exchange)) {
        return; // lost in a crash
      }
      if (isPaused()) {
        time.after(Duration.ofNanos(pausedUntil - time.nanos()), () -> finish(exchange));
        return;
      }
      open.remove(exchange);
      if (unavailable) {
        if (!retryAfter.isEmpty()) {
          exchange.fields.set("Retry-After", retryAfter);
        }
        exchange.answer(503);
        return;
      }
      executions.merge(exchange.id, 1, Integer::sum);
      if (random.nextDouble() < resets) {
        exchange.lose();
      } else if (breaking) {
        exchange.breakOff();
      } else {
        exchange.answer(204);
      }
    }
  }

  /** A request at a server. */
  private final class Exchange {
    private final Promise<HttpClientResponse> head = Promise.promise();
    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    private final MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    private String id = "";

    void lose() {
      head.tryFail(new HttpClosedException("Connection was closed"));
    }

    void answer(int status) {
      Future<Void> end = Future.succeededFuture();
      time.after(WIRE, () -> head.tryComplete(response(status, end)));
    }

    void breakOff() {
      brokenOff.add(id);
      Future<Void> end = Future.failedFuture(new HttpClosedException("Connection was closed"));
      time.after(WIRE, () -> head.tryComplete(response(200, end)));
    }

    private HttpClientResponse response(int status, Future<Void> end) {
      return Partial.of(HttpClientResponse.class)
          .ignoring("handler", "resume")
          .when("statusCode", arguments -> status)
          .when("statusMessage", arguments -> "")
          .when("headers", arguments -> fields)
          .when("trailers", arguments -> MultiMap.caseInsensitiveMultiMap())
          .when("getHeader", arguments -> fields.get((String) arguments[0]))
          .when("end", arguments -> end)
          .when("pipe", arguments -> contentWithoutBytes(end))
          .build();
    }
  }

  private static Object contentWithoutBytes(Future<Void> end) {
    return Partial.of(Pipe.class)
        .ignoring("endOnSuccess", "endOnFailure")
        .when("to", arguments -> end)
        .build();
  }

  Server server(int number) {
    return servers.computeIfAbsent("10.0.0." + number, address -> new Server());
  }

  /** How often a request had its effect. */
  int executions(long id) {
    return executions.getOrDefault(Long.toString(id), 0);
  }

  /** How many requests were given up that there was a connection for. */
  int resets() {
    return resets;
  }

  /** Whether the answer to it was broken off within. */
  boolean hasBrokenOff(long id) {
    return brokenOff.contains(Long.toString(id));
  }

  /** How many answers were broken off within. */
  int brokenOff() {
    return brokenOff.size();
  }

  /** What the readiness probe of a server meets. */
  Future<Integer> probe(HostPort management, Duration timeout) {
    Server server = Objects.requireNonNull(servers.get(management.host()));
    Promise<Integer> status = Promise.promise();
    if (server.isPaused()) {
      time.after(timeout, () -> status.fail(new TimeoutException()));
    } else if (server.down) {
      time.after(WIRE, () -> status.fail(new ConnectException("refused")));
    } else {
      int answer = server.draining ? 503 : 200;
      time.after(WIRE, () -> status.complete(answer));
    }
    return status.future();
  }

  /** The client that the engine reaches the servers by. */
  HttpClient client() {
    return Partial.of(HttpClient.class)
        .when("request", arguments -> connect((RequestOptions) arguments[0]))
        .build();
  }

  private Future<HttpClientRequest> connect(RequestOptions options) {
    Server server = Objects.requireNonNull(servers.get(options.getHost()));
    Promise<HttpClientRequest> connection = Promise.promise();
    time.after(
        WIRE,
        () -> {
          if (server.down || server.deaf) {
            connection.fail(new ConnectException("refused"));
          } else if (server.mute) {
            server.waiting.add(() -> connection.complete(request(server)));
          } else {
            connection.complete(request(server));
          }
        });
    return connection.future();
  }

  private HttpClientRequest request(Server server) {
    Exchange exchange = new Exchange();
    HttpConnection connection =
        Partial.of(HttpConnection.class)
            .when("close", arguments -> Future.succeededFuture())
            .build();
    return Partial.of(HttpClientRequest.class)
        .ignoring("setChunked", "exceptionHandler", "earlyHintsHandler", "authority")
        .when("headers", arguments -> exchange.headers)
        .when("version", arguments -> HttpVersion.HTTP_1_1)
        .when("connection", arguments -> connection)
        .when("response", arguments -> exchange.head.future())
        .when("reset", arguments -> Future.succeededFuture(++resets > 0))
        .when("end", arguments -> arrive(server, exchange))
        .build();
  }

  private Future<Void> arrive(Server server, Exchange exchange) {
    exchange.id = Objects.requireNonNull(exchange.headers.get(SimulatedRequest.ID));
    if (server.down) {
      time.after(WIRE, exchange::lose);
    } else {
      server.open.add(exchange);
      double millis = -Math.log(1 - random.nextDouble()) * MEAN_MILLIS * server.slowness;
      time.after(Duration.ofNanos(Math.round(millis * 1e6)), () -> server.finish(exchange));
    }
    return Future.succeededFuture();
  }
}
