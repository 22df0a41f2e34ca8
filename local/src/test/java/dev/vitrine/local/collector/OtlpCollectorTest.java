package dev.vitrine.local.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtlpCollectorTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @Test
  void oneThatTakesAnExportOfNothingIsOne() throws IOException {
    HttpServer server = answering(200);
    try {
      assertThat(at(server.getAddress().getPort()).answers()).isTrue();
      assertThat(asked).containsExactly("POST /v1/traces application/x-protobuf 0");
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"404", "405", "302", "500"})
  void whoeverElseListensThereIsNone(int status) throws IOException {
    HttpServer server = answering(status);
    try {
      assertThat(at(server.getAddress().getPort()).answers()).isFalse();
      assertThat(asked).hasSize(1);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whereNobodyListensThereIsNone() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThat(at(port).answers()).isFalse();
  }

  @Test
  void oneThatNeverAnswersIsNotWaitedFor() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(at(silent.getLocalPort()).answers()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT, http://elsewhere:4318, true",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://elsewhere:4318/v1/traces, true",
    "OTEL_TRACES_EXPORTER, none, true",
    "OTEL_SDK_DISABLED, TRUE, true",
    "OTEL_EXPORTER_OTLP_ENDPOINT, ' ', false",
    "OTEL_SDK_DISABLED, false, false",
    "OTEL_RESOURCE_ATTRIBUTES, team=shop, false"
  })
  void whatSomebodyHasChosenIsLeftAlone(String name, String value, boolean chosen) {
    assertThat(OtlpCollector.isChosen(Map.of(name, value))).isEqualTo(chosen);
  }

  @Test
  void theServicesAreToldOfTheUsualOne() {
    assertThat(OtlpCollector.usual().chosenIn(Map.of("PATH", "/bin")))
        .containsOnly(
            Map.entry("PATH", "/bin"),
            Map.entry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318"));
  }

  private HttpServer answering(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Content-Type")
                  + " "
                  + exchange.getRequestBody().readAllBytes().length);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static OtlpCollector at(int port) {
    return new OtlpCollector(URI.create("http://127.0.0.1:" + port));
  }
}
