package dev.vitrine.local.postgres;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How PostgreSQL is started on its data.
 *
 * @param binaries its programs
 * @param account as whom it runs
 * @param data its files; absolute
 */
public record PostgresServer(PostgresBinaries binaries, PostgresAccount account, Path data) {
  /** The only address that it listens on: what is on this machine stays on it. */
  public static final String HOST = "127.0.0.1";

  /** The database's administrator. */
  static final String SUPERUSER = "postgres";

  // Modest: the whole system is to fit into a gibibyte beside a browser and an editor.
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("listen_addresses", HOST),
          Map.entry("unix_socket_directories", ""),
          Map.entry("cluster_name", "vitrine"),
          Map.entry("shared_buffers", "32MB"),
          Map.entry("maintenance_work_mem", "32MB"),
          Map.entry("max_wal_size", "256MB"),
          Map.entry("min_wal_size", "32MB"),
          // No helper processes for what a single machine's demo does not do.
          Map.entry("io_method", "sync"),
          Map.entry("max_logical_replication_workers", "0"),
          Map.entry("max_wal_senders", "0"),
          Map.entry("wal_level", "minimal"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("log_line_prefix", "%m [%p] %q%u@%d "),
          Map.entry("log_checkpoints", "off"),
          Map.entry("lc_messages", "C"));

  /** The command that serves the data on this port until it is stopped. */
  public List<String> command(int port, int connections) {
    List<String> command = postgres();
    command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
    Map<String, String> settings = new TreeMap<>(SETTINGS);
    settings.put("max_connections", Integer.toString(connections));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return List.copyOf(command);
  }

  /** The command that reads one statement a line from its input, while no server runs. */
  List<String> singleUser() {
    List<String> command = postgres();
    command.addAll(List.of("--single", "-D", data.toString(), "postgres"));
    return List.copyOf(command);
  }

  private List<String> postgres() {
    List<String> command = new ArrayList<>(account.prefix());
    command.add(binaries.program("postgres"));
    return command;
  }
}
