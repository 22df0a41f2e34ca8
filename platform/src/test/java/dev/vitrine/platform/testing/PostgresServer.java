package dev.vitrine.platform.testing;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A running PostgreSQL server: where it is, and how its superuser comes in.
 *
 * @param host where it listens
 * @param port its port
 * @param superuser the role that may do everything
 * @param password the password of that role
 */
record PostgresServer(String host, int port, String superuser, String password) {

  /** Connects as the superuser. */
  Connection connect(String database) throws SQLException {
    return connect(database, superuser, password);
  }

  /** Connects as a role. */
  Connection connect(String database, String role, String itsPassword) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {host});
    source.setPortNumbers(new int[] {port});
    source.setDatabaseName(database);
    source.setUser(role);
    source.setPassword(itsPassword);
    return source.getConnection();
  }
}
