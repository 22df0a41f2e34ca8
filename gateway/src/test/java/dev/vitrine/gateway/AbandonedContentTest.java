package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.gateway.corpus.Frames;
import dev.vitrine.platform.telemetry.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that does not send what it has begun to send is at fault, and no upstream. */
class AbandonedContentTest {
  /** More than the bad answers in a row for which an endpoint is ejected. */
  private static final int TIMES = 8;

  private static final String HEAD =
      "PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n0123456789";

  private static final String STREAM =
      """
      HEADERS stream=1
      :method: PUT
      :scheme: http
      :authority: a
      :path: /a
      content-length: 10

      DATA stream=1
      01234\
      """;

  /** How it stops. */
  enum Manner {
    CLOSES_ITS_CONNECTION(HEAD, ""),
    RESETS_ITS_CONNECTION(HEAD, ""),
    CLOSES_ITS_CONNECTION_OF_HTTP_2(STREAM, ""),
    RESETS_ITS_CONNECTION_OF_HTTP_2(STREAM, ""),
    RESETS_ITS_STREAM(STREAM, "RST_STREAM stream=1 code=CANCEL"),
    ENDS_ITS_STREAM_TOO_EARLY(STREAM, "DATA END_STREAM stream=1");

    private final String begin;
    private final String end;

    Manner(String begin, String end) {
      this.begin = begin;
      this.end = end;
    }

    private boolean isHttp2() {
      return begin.equals(STREAM);
    }

    private byte[] opening() {
      return isHttp2()
          ? new Frames().frame(Frames.SETTINGS, 0, 0, new byte[0]).add(begin).take()
          : begin.getBytes(StandardCharsets.US_ASCII);
    }

    private void stop(Socket socket) throws IOException {
      if (!end.isEmpty()) {
        socket.getOutputStream().write(new Frames().add(end).take());
        return;
      }
      if (name().startsWith("RESETS")) {
        socket.setSoLinger(true, 0);
      }
      socket.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTheClientsDoing(Manner manner) throws Exception {
    try (FrameServer one = new FrameServer((request, connection) -> {});
        FrameServer other = new FrameServer((request, connection) -> {});
        RunningGateway gateway =
            RunningGateway.with(
                Map.of("VITRINE_UPSTREAM_DEFAULTS_CLIENT_PROTOCOL", "h2c"),
                one.port(),
                other.port())) {
      for (int i = 1; i <= TIMES; i++) {
        int asked = i;
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
          if (manner.isHttp2()) {
            client.getOutputStream().write(Frames.PREFACE.getBytes(StandardCharsets.US_ASCII));
          }
          client.getOutputStream().write(manner.opening());
          await().until(() -> one.heads().size() + other.heads().size() == asked);
          manner.stop(client);
          await().until(() -> served(gateway) == asked);
        }
      }

      assertThat(gateway.metric("gateway.upstream.in_flight")).isZero();
      assertThat(gateway.metric("gateway.ejections")).isZero();
      assertThat(gateway.metric("gateway.retries")).isZero();
      assertThat(one.heads().size() + other.heads().size()).isEqualTo(TIMES);
      assertThat(
              gateway.metric(
                  Metric.HTTP_CLIENT_REQUEST_DURATION.meter(), "error.type", "connection-lost"))
          .isZero();
      assertThat(
              gateway.metric(
                  Metric.HTTP_SERVER_REQUEST_DURATION.meter(), "http.response.status_code", "502"))
          .isZero();
    }
  }

  private static double served(RunningGateway gateway) {
    return gateway.metric(Metric.HTTP_SERVER_REQUEST_DURATION.meter());
  }
}
