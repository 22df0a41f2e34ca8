package dev.vitrine.gateway.live;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A process of {@link ShopMain}. */
final class Shop implements AutoCloseable {
  /** What its journal has before the number of a POST that it has begun. */
  static final String POST = "post ";

  /** And before that of a request whose answer it breaks off. */
  static final String BROKEN_OFF = "broken off ";

  private final JvmProcess process;
  private final Path journal;

  private Shop(JvmProcess process, Path journal) {
    this.process = process;
    this.journal = journal;
  }

  /** Starts one, and waits until it serves. */
  static Shop start(Path folder, Map<String, String> environment) throws IOException {
    Path journal = folder.resolve("journal-" + System.nanoTime());
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("VITRINE_JOURNAL", journal.toString());
    List<String> program = new ArrayList<>();
    program.add("-XX:TieredStopAtLevel=1");
    program.addAll(List.of("-cp", System.getProperty("java.class.path")));
    program.add(ShopMain.class.getName());
    return new Shop(JvmProcess.start(folder, program, variables).awaitServing(), journal);
  }

  JvmProcess process() {
    return process;
  }

  /** The POSTs that it has begun, each as often as it has. */
  List<Long> posts() throws IOException {
    return entries(POST);
  }

  /** The requests whose answers it has broken off within. */
  List<Long> brokenOff() throws IOException {
    return entries(BROKEN_OFF);
  }

  private List<Long> entries(String kind) throws IOException {
    return Journal.read(journal).stream()
        .filter(entry -> entry.startsWith(kind))
        .map(entry -> Long.valueOf(entry.substring(kind.length())))
        .toList();
  }

  void mood(Mood mood) throws IOException, InterruptedException {
    process.managed("POST", "/mood/" + mood);
  }

  @Override
  public void close() {
    process.close();
  }
}
