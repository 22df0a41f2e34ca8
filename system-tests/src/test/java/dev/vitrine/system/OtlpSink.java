package dev.vitrine.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A collector that keeps every span that it takes, sent to it by OTLP over HTTP. */
final class OtlpSink implements AutoCloseable {
  private final int port;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Received> spans = new ConcurrentLinkedQueue<>();
  private volatile Pace pace = new Pace(Duration.ZERO);
  private HttpServer server;

  /** How long it lets its senders wait; those who wait when it changes get no answer. */
  private static final class Pace {
    private final Duration wait;
    private final CountDownLatch over = new CountDownLatch(1);

    Pace(Duration wait) {
      this.wait = wait;
    }

    /** Whether the time has passed. */
    boolean passes() {
      try {
        return !over.await(wait.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** A span, and which service sent it. */
  record Received(String service, Span span) {
    String traceId() {
      return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    String spanId() {
      return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    Map<String, Object> attributes() {
      return span.getAttributesList().stream()
          .collect(Collectors.toMap(KeyValue::getKey, Received::value));
    }

    /** What is neither a text nor a whole number, which ours are, equals neither. */
    private static Object value(KeyValue attribute) {
      AnyValue value = attribute.getValue();
      return switch (value.getValueCase()) {
        case STRING_VALUE -> value.getStringValue();
        case INT_VALUE -> value.getIntValue();
        default -> value;
      };
    }
  }

  OtlpSink() throws IOException {
    server = serve(0);
    port = server.getAddress().getPort();
  }

  private HttpServer serve(int wanted) throws IOException {
    HttpServer started =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 0);
    started.setExecutor(threads);
    started.createContext("/v1/traces", this::receive);
    started.start();
    return started;
  }

  /** From now on, there is nobody at its port. */
  void leave() {
    server.stop(0);
  }

  /** It is there again. */
  void comeBack() throws IOException {
    server = serve(port);
  }

  /** From now on, takes what is sent only after a while. */
  void answerAfter(Duration wait) {
    Pace before = pace;
    pace = new Pace(wait);
    before.over.countDown();
  }

  /** How many spans of a service it has taken. */
  long taken(String service) {
    return spans.stream().filter(span -> span.service().equals(service)).count();
  }

  String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** The spans of a trace, those that have arrived. */
  List<Received> trace(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  private void receive(HttpExchange exchange) throws IOException {
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
    if (!pace.passes()) {
      exchange.close();
      return;
    }
    request
        .getResourceSpansList()
        .forEach(resource -> {
          String service =
              resource.getResource().getAttributesList().stream()
                  .filter(attribute -> attribute.getKey().equals("service.name"))
                  .map(attribute -> attribute.getValue().getStringValue())
                  .findFirst()
                  .orElse("");
          resource
              .getScopeSpansList()
              .forEach(scope ->
                  scope.getSpansList().forEach(span -> spans.add(new Received(service, span))));
        });
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @Override
  public void close() {
    pace.over.countDown();
    server.stop(0);
    threads.close();
  }
}
