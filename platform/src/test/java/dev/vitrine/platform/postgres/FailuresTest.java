package dev.vitrine.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(new PgException("no", "ERROR", "23505", ""), "23505", false),
        arguments(new PgException("away", "FATAL", "57P01", ""), "57P01", true),
        arguments(new ConnectTimeoutException(), "connect-timeout", true),
        arguments(new ConnectException(), "connection-refused", true),
        arguments(new SocketException("reset"), "connection-lost", true),
        arguments(new ClosedChannelException(), "connection-lost", true),
        arguments(new VertxException("closed"), "connection-lost", true),
        arguments(new TimeoutException(), "response-timeout", true),
        arguments(new NoSuchFileException("secret"), "credentials-unreadable", true),
        arguments(new IOException(), "connection-failed", true),
        arguments(new PoolTimeoutException(Duration.ofSeconds(1)), "pool-timeout", true),
        arguments(new ConnectionPoolTooBusyException("full"), "pool-overflow", true),
        arguments(new IllegalStateException(), "java.lang.IllegalStateException", false),
        arguments(new StackOverflowError(), "java.lang.StackOverflowError", false));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void haveAWordWhereTheyAreExpected(Throwable failure, String type, boolean passes) {
    assertThat(Failures.type(failure)).isEqualTo(type);
    assertThat(Failures.classify(failure) instanceof DatabaseUnavailableException)
        .isEqualTo(passes);
  }
}
