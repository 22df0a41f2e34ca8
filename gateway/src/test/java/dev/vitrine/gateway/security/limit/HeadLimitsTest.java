package dev.vitrine.gateway.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.security.EdgeServer;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeadLimitsTest {
  @Test
  void takesAHundredFieldsAndNotOneMore() throws Exception {
    // Host and Connection are two of them.
    assertThat(answer("/a", fields(98, "X"))).startsWith("HTTP/1.1 200 ");
    assertThat(answer("/a", fields(99, "X")))
        .startsWith("HTTP/1.1 431 ")
        .contains("urn:vitrine:problem:header-fields-too-large");
  }

  @Test
  void takesATargetOfEightKibibytesAndNotOneMore() throws Exception {
    assertThat(answer("/" + "a".repeat(8191), "X: y")).startsWith("HTTP/1.1 200 ");
    assertThat(answer("/" + "a".repeat(8192), "X: y"))
        .startsWith("HTTP/1.1 414 ")
        .contains("urn:vitrine:problem:uri-too-long");
  }

  @Test
  void endsAtTheTenthRoundOfALoop() throws Exception {
    assertThat(answer("/a", fields(9, "Via: 1.1 vitrine"))).startsWith("HTTP/1.1 200 ");
    assertThat(answer("/a", fields(10, "Via: 1.1 vitrine")))
        .startsWith("HTTP/1.1 508 ")
        .contains("urn:vitrine:problem:loop-detected");
    assertThat(answer("/a", "Via: " + "HTTP/2 vitrine (x) , ".repeat(10) + "1.1 other"))
        .startsWith("HTTP/1.1 508 ");
    assertThat(answer("/a", "Via: " + "1.1 vitrine2, 1.1 x vitrine, vitrine, ".repeat(10)))
        .startsWith("HTTP/1.1 200 ");
    assertThat(answer("/a", "Via: " + " ,".repeat(7_000))).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void endsALoopAfterAsManyRoundsAsAreConfigured() throws Exception {
    Duration ten = Duration.ofSeconds(10);
    EdgeLimitsConfig limits = new EdgeLimitsConfig(100, ten, 100, ten, 2);

    assertThat(answer("/a", fields(1, "Via: 1.1 vitrine"), limits)).startsWith("HTTP/1.1 200 ");
    assertThat(answer("/a", fields(2, "Via: 1.1 vitrine"), limits)).startsWith("HTTP/1.1 508 ");
  }

  private static String fields(int count, String field) {
    return IntStream.range(0, count)
        .mapToObj(i -> field.contains(":") ? field : field + i % 7 + ": y")
        .collect(Collectors.joining("\r\n"));
  }

  private static String answer(String target, String fields) throws Exception {
    return answer(target, fields, EdgeLimitsConfig.defaults());
  }

  private static String answer(String target, String fields, EdgeLimitsConfig limits)
      throws Exception {
    HttpServerOptions options =
        new HttpServerOptions().setMaxInitialLineLength(10_000).setMaxHeaderSize(16_384);
    try (EdgeServer server =
        EdgeServer.with(
            options,
            router ->
                router
                    .route()
                    .handler(new HeadLimits(limits, 8192, "vitrine"))
                    .handler(ctx -> ctx.response().end("ok")))) {
      String request = "GET " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + fields;
      return server.client().exchange((request + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }
}
