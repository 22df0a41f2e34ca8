package dev.vitrine.platform.postgres;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
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

  /** What telemetry calls the failure: the SQLSTATE, or the name of the exception. */
  static String type(Throwable failure) {
    if (failure instanceof PgException refused && refused.getSqlState() != null) {
      return refused.getSqlState();
    }
    Class<?> type = failure.getClass();
    // Netty annotates the JDK's exceptions by private subclasses of them.
    return type.getName().startsWith("io.netty.") && type.getSuperclass() != null
        ? type.getSuperclass().getName()
        : type.getName();
  }

  private static boolean passing(Throwable failure) {
    if (failure instanceof PgException refused) {
      return passing(refused.getSqlState());
    }
    boolean pool = !(failure instanceof Exception); // Vert.x fails a wait with a bare Throwable
    return pool
        || failure instanceof IOException
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
