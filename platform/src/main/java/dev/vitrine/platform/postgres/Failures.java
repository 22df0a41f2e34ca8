package dev.vitrine.platform.postgres;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.DatabaseException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells failures of the database apart: those that pass by themselves, and the others. */
final class Failures {
  /** Classes of SQLSTATE: connection, authorisation (a rotation under way), resources, operator. */
  private static final Set<String> PASSING_CLASSES = Set.of("08", "28", "53", "57", "58");

  private static final Set<String> PASSING_STATES = Set.of("40001", "40P01", "55P03", "25006");

  private Failures() {}

  /** The same failure, or a {@link DatabaseUnavailableException} where it is a passing one. */
  static Throwable classify(Throwable failure) {
    return passing(failure) ? new DatabaseUnavailableException(failure) : failure;
  }

  /**
   * What telemetry calls the failure: the SQLSTATE; why there was no connection, or no answer, by
   * the words that the gateway has for its own; for what nobody expected, the exception's name.
   */
  static String type(Throwable failure) {
    return switch (failure) {
      case PgException refused when refused.getSqlState() != null -> refused.getSqlState();
      case ConnectTimeoutException _ -> "connect-timeout";
      case ConnectException _ -> "connection-refused";
      case DatabaseException _ -> failure.getClass().getName();
      case PoolTimeoutException _ -> "pool-timeout";
      case ConnectionPoolTooBusyException _ -> "pool-overflow";
      case SocketException _, ClosedChannelException _, VertxException _ -> "connection-lost";
      case TimeoutException _ -> "response-timeout";
      case FileSystemException _ -> "credentials-unreadable";
      case IOException _ -> "connection-failed";
      default -> failure.getClass().getName();
    };
  }

  /** The SQLSTATE, where the server has answered with one. */
  static Optional<String> sqlState(Throwable failure) {
    return failure instanceof PgException refused
        ? Optional.ofNullable(refused.getSqlState())
        : Optional.empty();
  }

  private static boolean passing(Throwable failure) {
    if (failure instanceof PgException refused) {
      return passing(refused.getSqlState());
    }
    return failure instanceof IOException
        || failure instanceof TimeoutException
        || failure instanceof VertxException;
  }

  private static boolean passing(@Nullable String sqlState) {
    return sqlState != null
        && sqlState.length() == 5
        && (PASSING_CLASSES.contains(sqlState.substring(0, 2))
            || PASSING_STATES.contains(sqlState));
  }
}
