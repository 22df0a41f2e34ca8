package dev.vitrine.gateway.live;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Clients of a gateway, each of which sends one request after the other, until told to stop. */
final class Load {
  private static final Duration LONGEST = Duration.ofSeconds(45);

  /** Seeds that are alike give first numbers that are alike. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private static final AtomicLong IDS = new AtomicLong();

  private final Vertx vertx;
  private final int port;
  private final Manner manner;
  private final Consumer<Exchange> listener;
  private final HttpClient client;
  private final List<Future<Void>> lanes = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * How the clients are.
   *
   * @param lanes how many they are
   * @param posts the part of their requests that are POSTs, 0 to 1
   * @param pause between an answer and the next request
   * @param delay that they ask of the shop, beside its own
   */
  record Manner(HttpVersion version, int lanes, double posts, Duration pause, Duration delay) {}

  private Load(Vertx vertx, int port, Manner manner, Consumer<Exchange> listener) {
    this.vertx = vertx;
    this.port = port;
    this.manner = manner;
    this.listener = listener;
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(manner.version())
                .setHttp2ClearTextUpgrade(false),
            new PoolOptions().setHttp1MaxSize(manner.lanes()).setHttp2MaxSize(2));
  }

  /**
   * Starts them.
   *
   * @param listener told of each exchange when it is over; called on event loops
   */
  static Load start(Vertx vertx, int port, Manner manner, Consumer<Exchange> listener) {
    Load load = new Load(vertx, port, manner, listener);
    for (int lane = 0; lane < manner.lanes(); lane++) {
      Promise<Void> end = Promise.promise();
      load.lanes.add(end.future());
      Random random = new Random(SPREAD * (lane + 1));
      vertx.runOnContext(turn -> load.next(random, end));
    }
    return load;
  }

  /** No further request is sent from now on. */
  void sendNoMore() {
    stopping = true;
  }

  /** Sends no more, and waits until every request that is under way has come to its end. */
  void stop() throws TimeoutException {
    sendNoMore();
    Future.join(lanes).eventually(client::close).await(LONGEST.toSeconds() + 5, TimeUnit.SECONDS);
  }

  private void next(Random random, Promise<Void> end) {
    if (stopping) {
      end.complete();
      return;
    }
    HttpMethod method = random.nextDouble() < manner.posts() ? HttpMethod.POST : HttpMethod.GET;
    exchange(method, IDS.incrementAndGet())
        .onSuccess(listener::accept)
        .onComplete(done ->
            vertx.setTimer(Math.max(1, manner.pause().toMillis()), tick -> next(random, end)));
  }

  private Future<Exchange> exchange(HttpMethod method, long id) {
    long sent = System.nanoTime();
    int length = method.equals(HttpMethod.POST) ? (int) (id % 2_000) : 0;
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/a?id=%d&delay=%d".formatted(id, manner.delay().toMillis()))
            .setTimeout(LONGEST.toMillis());
    return client
        .request(options)
        .compose(request -> send(request, length))
        .compose(response ->
            response
                .body()
                .map(body -> {
                  boolean right =
                      response.statusCode() != 200 || body.toString().equals(Answer.to(id, length));
                  return right ? "" : "another answer";
                })
                .otherwise(Exchange.BROKEN_OFF)
                .map(fault ->
                    new Exchange(method, id, sent, response.statusCode(), closes(response), fault)))
        .otherwise(failure -> new Exchange(method, id, sent, 0, false, fault(failure)));
  }

  private static Future<HttpClientResponse> send(HttpClientRequest request, int length) {
    return length == 0 ? request.send() : request.send(Buffer.buffer("x".repeat(length)));
  }

  private static boolean closes(HttpClientResponse response) {
    return "close".equalsIgnoreCase(response.getHeader("Connection"));
  }

  private static String fault(Throwable failure) {
    return failure instanceof ConnectException || isLeftOut(failure)
        ? Exchange.REFUSED
        : failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  /** By a GOAWAY, which says that nothing was done for it (RFC 9113, section 6.8). */
  private static boolean isLeftOut(Throwable failure) {
    return failure instanceof HttpClosedException closed && closed.goAway() != null;
  }
}
