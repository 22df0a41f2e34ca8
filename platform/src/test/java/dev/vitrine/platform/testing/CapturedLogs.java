package dev.vitrine.platform.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * The log of this JVM as it comes out: the JSON objects on standard output, line by line. They are
 * written by a thread of their own; await them. Other lines go where they went before. Safe for any
 * thread.
 */
public final class CapturedLogs {
  private static final CopyOnWriteArrayList<JsonNode> LINES = new CopyOnWriteArrayList<>();
  private static boolean installed;

  private CapturedLogs() {}

  /** Takes standard output over, once; called before a telemetry starts. */
  public static synchronized void install() {
    if (!installed) {
      System.setOut(new PrintStream(new Lines(System.out), true, StandardCharsets.UTF_8));
      installed = true;
    }
  }

  /** Forgets what was captured so far. */
  public static void clear() {
    LINES.clear();
  }

  /** The lines so far that have {@code event} as their event. */
  public static List<JsonNode> of(String event) {
    return LINES.stream().filter(line -> event.equals(line.path("event").asText())).toList();
  }

  /** Everything so far. */
  public static String text() {
    return LINES.stream().map(JsonNode::toString).collect(Collectors.joining("\n"));
  }

  private static final class Lines extends OutputStream {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream console;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(PrintStream console) {
      this.console = console;
    }

    @Override
    public synchronized void write(int b) {
      if (b != '\n') {
        line.write(b);
        return;
      }
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      try {
        LINES.add(JSON.readTree(text));
      } catch (JsonProcessingException notOfTheLog) {
        console.println(text);
      }
    }
  }
}
