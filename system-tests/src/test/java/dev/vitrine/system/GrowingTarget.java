package dev.vitrine.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A program that Prometheus scrapes, with a label whose values have no bound. */
final class GrowingTarget implements AutoCloseable {
  private static final int MORE = 1_000;

  private final HttpServer server;
  private volatile int growth;
  // Of the thread that serves.
  private int series = 1;

  GrowingTarget() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/metrics", this::show);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on, there are more with each scrape. */
  void grow() {
    growth = MORE;
  }

  /** From now on, there are no more. */
  void stay() {
    growth = 0;
  }

  private void show(HttpExchange exchange) throws IOException {
    series += growth;
    String text =
        "process_start_time_seconds 1\n"
            + IntStream.range(0, series)
                .mapToObj("flood{value=\"%d\"} 1\n"::formatted)
                .collect(Collectors.joining());
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
