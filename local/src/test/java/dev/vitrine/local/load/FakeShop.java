package dev.vitrine.local.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.local.port.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers as the gateway does, as far as a load looks; or misbehaves. */
final class FakeShop implements AutoCloseable {
  static {
    // Beyond 200 idle connections it would close each, even under the next request.
    System.setProperty("sun.net.httpserver.maxIdleConnections", Integer.toString(LoadRun.MOST));
  }

  private final HttpServer server;
  private final Mood mood;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger customers = new AtomicInteger();

  FakeShop(Mood mood) throws IOException {
    this.mood = mood;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), LoadRun.MOST);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  enum Mood {
    WELL,
    OVERLOADED,
    HANGS_UP,
    SILENT
  }

  HostPort address() {
    return new HostPort("127.0.0.1", server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    switch (mood) {
      case WELL -> serve(exchange, exchange.getRequestURI().toString(), body);
      case OVERLOADED -> answer(exchange, 503, "");
      case HANGS_UP -> exchange.close();
      case SILENT -> {
        hang();
        exchange.close();
      }
    }
  }

  private void serve(HttpExchange exchange, String target, String body) throws IOException {
    boolean get = exchange.getRequestMethod().equals("GET");
    if (target.endsWith("=0") || target.endsWith("bm8")) {
      answer(exchange, 400, "");
    } else if (target.contains("999999999") || target.startsWith("/carts")) {
      answer(exchange, 404, "");
    } else if (target.startsWith("/products?")) {
      exchange.getResponseHeaders().set("Link", "</products?limit=20&cursor=next>; rel=\"next\"");
      answer(exchange, 200, "[{\"id\":1},{\"id\":2},{\"id\":3}]");
    } else if (target.startsWith("/products/import")) {
      answer(exchange, body.equals("{}\n") ? 422 : 200, "{}");
    } else if (target.startsWith("/products/")) {
      exchange.getResponseHeaders().set("ETag", "\"1\"");
      boolean known = exchange.getRequestHeaders().containsKey("If-None-Match");
      answer(exchange, known ? 304 : 200, "");
    } else if (target.startsWith("/categories")) {
      answer(exchange, get ? 200 : 405, "[{\"name\":\"toys\"}]");
    } else if (target.equals("/users") && !get) {
      register(exchange, body);
    } else {
      answer(exchange, 200, "[]");
    }
  }

  private void register(HttpExchange exchange, String body) throws IOException {
    exchange.getResponseHeaders().set("Location", "/users/" + customers.incrementAndGet());
    int status = body.startsWith("hello") ? 415 : body.endsWith(":") ? 400 : 201;
    answer(exchange, body.contains("short") ? 422 : body.contains("Ada") ? 409 : status, "");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void hang() {
    try {
      closed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
