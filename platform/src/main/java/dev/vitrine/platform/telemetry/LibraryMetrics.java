package dev.vitrine.platform.telemetry;

/**
 * The metrics that libraries bring, by how their names in Prometheus begin. Everything else that a
 * process shows is a {@link Metric}.
 */
public enum LibraryMetrics {
  JVM("jvm_", "Memory, garbage collections, buffers, threads, classes", "Micrometer"),
  PROCESS("process_", "CPU, files, start and uptime of the process", "Micrometer"),
  SYSTEM("system_", "CPU and load of the machine", "Micrometer"),
  NETTY(
      "netty_",
      "Memory of Netty's allocator, by kind; tasks that wait for each event loop",
      "Micrometer"),
  POOLS(
      "vertx_pool_",
      "Pools of connections (`pool_type=\"sql\"`) and threads (`worker`): use, queue, waits",
      "Vert.x"),
  SQL("vertx_sql_", "Statements under way, and those done", "Vert.x"),
  NET("vertx_net_", "Connections and bytes of plain TCP", "Vert.x");

  private final String prefix;
  private final String meaning;
  private final String library;

  LibraryMetrics(String prefix, String meaning, String library) {
    this.prefix = prefix;
    this.meaning = meaning;
    this.library = library;
  }

  public String prefix() {
    return prefix;
  }

  /** What they tell, without the end of the sentence. */
  public String meaning() {
    return meaning;
  }

  /** Who makes them, and whose names they are. */
  public String library() {
    return library;
  }
}
