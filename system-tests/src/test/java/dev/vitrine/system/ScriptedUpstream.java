package dev.vitrine.system;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.local.discovery.Upstreams.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that says that it is ready, and then treats its requests in a bad manner. */
final class ScriptedUpstream implements AutoCloseable {
  private static final int BACKLOG = 1_024;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Headers last = new Headers();

  /** What becomes of a request. */
  sealed interface Manner {
    /** It is answered with this status, after a while. */
    record Answers(int status, Duration after) implements Manner {}

    /** It is answered with 200 and this content. */
    record Serves(String content) implements Manner {}

    /** It is read, and never answered. */
    record Hangs() implements Manner {}

    /** Its connection is closed instead of an answer. */
    record BreaksOff() implements Manner {}

    /** So many are answered with this status, and all others with 200. */
    record Recovers(int status, int times) implements Manner {}
  }

  ScriptedUpstream(Manner manner) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(threads);
    server.createContext("/health/ready", exchange -> answer(exchange, 200));
    server.createContext("/", exchange -> treat(exchange, manner));
    server.start();
  }

  /** Where it is, as a gateway is told. */
  Addresses addresses() {
    return new Addresses(address(), address());
  }

  /** Where it says that it is ready. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The values of a field of the last request, one for each time that it has the field. */
  List<String> lastField(String name) {
    return last.getOrDefault(name, List.of());
  }

  private void treat(HttpExchange exchange, Manner manner) throws IOException {
    last = exchange.getRequestHeaders();
    int number = requests.incrementAndGet();
    switch (manner) {
      case Manner.Answers(int status, Duration after) -> {
        pause(after);
        answer(exchange, status);
      }
      case Manner.Serves(String content) -> {
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
      }
      case Manner.Hangs() -> {
        pause(Duration.ofMinutes(10));
        exchange.close();
      }
      case Manner.BreaksOff() -> exchange.close();
      case Manner.Recovers(int status, int times) ->
          answer(exchange, number <= times ? status : 200);
    }
  }

  private void pause(Duration time) {
    try {
      over.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.close();
  }
}
