package dev.vitrine.gateway.discovery.kubernetes;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * An API server on a real socket that says what a test lets it say: each list gets the slices of
 * the moment, each watch stays open, unless an answer of another kind waits for the next question.
 */
public final class ScriptedApiServer implements AutoCloseable {
  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<HttpServerResponse> watches = new CopyOnWriteArrayList<>();
  private final Deque<Consumer<HttpServerResponse>> nextLists = new ConcurrentLinkedDeque<>();
  private final Deque<Consumer<HttpServerResponse>> nextWatches = new ConcurrentLinkedDeque<>();
  private volatile String list = list("1", "");
  private volatile String token = "";

  private ScriptedApiServer(Vertx vertx, HttpServerOptions options) {
    server = vertx.createHttpServer(options).requestHandler(this::answer);
  }

  /** A question as it came. */
  record Asked(String path, String query, String authorization) {
    boolean isWatch() {
      return query.contains("watch=true");
    }
  }

  public static ScriptedApiServer start(Vertx vertx) throws TimeoutException {
    return start(vertx, new HttpServerOptions().setPort(0));
  }

  /** With more options, such as TLS or a port. */
  static ScriptedApiServer start(Vertx vertx, HttpServerOptions options) throws TimeoutException {
    ScriptedApiServer started = new ScriptedApiServer(vertx, options.setHost("127.0.0.1"));
    started.server.listen().await(5, TimeUnit.SECONDS);
    return started;
  }

  public int port() {
    return server.actualPort();
  }

  /** What each list says from now on. */
  public void lists(String json) {
    list = json;
  }

  /** The only token that is accepted from now on. */
  void accepts(String next) {
    token = next;
  }

  void nextList(Consumer<HttpServerResponse> answer) {
    nextLists.add(answer);
  }

  void nextWatch(Consumer<HttpServerResponse> answer) {
    nextWatches.add(answer);
  }

  /** Every open watch gets these bytes. */
  void say(Buffer bytes) {
    watches.forEach(watch -> watch.write(bytes));
  }

  public void say(String line) {
    say(Buffer.buffer(line + "\n"));
  }

  /** Every open watch ends properly. */
  void endWatches() {
    List<HttpServerResponse> open = List.copyOf(watches);
    watches.clear();
    open.forEach(HttpServerResponse::end);
  }

  /** Every open watch breaks off. */
  void resetWatches() {
    List<HttpServerResponse> open = List.copyOf(watches);
    watches.clear();
    open.forEach(HttpServerResponse::reset);
  }

  public int openWatches() {
    return watches.size();
  }

  List<Asked> asked() {
    return asked;
  }

  long lists() {
    return asked.stream().filter(it -> !it.isWatch() && !it.query().contains("&continue=")).count();
  }

  @Override
  public void close() throws TimeoutException {
    server.close().await(5, TimeUnit.SECONDS);
  }

  static Consumer<HttpServerResponse> status(int status) {
    return response -> response.setStatusCode(status).end("{\"kind\":\"Status\"}");
  }

  // The JSON of the API.

  public static String list(String version, String next, String... slices) {
    return """
    {"kind":"EndpointSliceList","apiVersion":"discovery.k8s.io/v1",
     "metadata":{"resourceVersion":"%s","continue":"%s"},"items":[%s]}\
    """
        .formatted(version, next, String.join(",", slices));
  }

  public static String event(String type, String slice) {
    return "{\"type\":\"%s\",\"object\":%s}".formatted(type, slice);
  }

  static String bookmark(String version) {
    return event(
        "BOOKMARK",
        "{\"kind\":\"EndpointSlice\",\"metadata\":{\"resourceVersion\":\"%s\"}}"
            .formatted(version));
  }

  /** A slice on one line, with a port named http at a number. */
  public static String slice(String name, String version, int port, String... endpoints) {
    return padded(name, version, port, 0, endpoints);
  }

  /** The same, with an annotation of a size. */
  static String padded(String name, String version, int port, int size, String... endpoints) {
    return ("{\"kind\":\"EndpointSlice\",\"apiVersion\":\"discovery.k8s.io/v1\",\"metadata\":{\"name\":\"%s\",\"resourceVersion\":\"%s\","
            + "\"annotations\":{\"a\":\"%s\"},\"managedFields\":[{\"fieldsV1\":{\"f:a\":{}}}]},"
            + "\"addressType\":\"IPv4\",\"endpoints\":[%s],"
            + "\"ports\":[{\"name\":\"http\",\"protocol\":\"TCP\",\"port\":%d}]}")
        .formatted(name, version, "x".repeat(size), String.join(",", endpoints), port);
  }

  /** One that is on its way out. */
  public static String terminating(String address, boolean serving) {
    return endpoint(address, false)
        .replace(
            "{\"ready\":false}",
            "{\"ready\":false,\"serving\":%b,\"terminating\":true}".formatted(serving));
  }

  public static String endpoint(String address, boolean ready) {
    return ("{\"addresses\":[\"%s\"],\"conditions\":{\"ready\":%b},\"zone\":\"a\","
            + "\"targetRef\":{\"kind\":\"Pod\",\"uid\":\"uid-%s\"}}")
        .formatted(address, ready, address);
  }

  private void answer(HttpServerRequest request) {
    String query = request.query() == null ? "" : request.query();
    String authorization = request.getHeader("Authorization");
    Asked question = new Asked(request.path(), query, authorization == null ? "" : authorization);
    asked.add(question);
    if (!token.isEmpty() && !question.authorization().equals("Bearer " + token)) {
      request.response().setStatusCode(401).end();
      return;
    }
    Consumer<HttpServerResponse> scripted =
        question.isWatch() ? nextWatches.poll() : nextLists.poll();
    if (scripted != null) {
      scripted.accept(request.response());
    } else if (question.isWatch()) {
      open(request.response());
    } else {
      request.response().end(Buffer.buffer(list, StandardCharsets.UTF_8.name()));
    }
  }

  private void open(HttpServerResponse watch) {
    watch.setChunked(true).closeHandler(closed -> watches.remove(watch));
    watch.writeHead();
    watches.add(watch);
  }
}
