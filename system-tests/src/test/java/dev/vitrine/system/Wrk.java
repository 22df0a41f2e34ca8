package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator of that name: 64 connections that are kept, one thread, on its own core. */
final class Wrk {
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([\\d.]+)s");
  private static final Pattern LATE = Pattern.compile("99%\\s+([\\d.]+)(us|ms|s)");

  private final Path binary;

  Wrk(Path binary) {
    this.binary = binary;
  }

  /**
   * What it found.
   *
   * @param seconds that it took
   * @param lateMillis what 99 % of the answers took no longer than
   * @param failures what it says of answers that were not good, or did not come; else empty
   */
  record Finding(long requests, double seconds, double lateMillis, String failures) {
    double rate() {
      return requests / seconds;
    }
  }

  /** Asks as fast as it is answered, for so long. */
  Finding run(int port, String path, int seconds) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Core.REST.prefix());
    command.addAll(List.of(binary.toString(), "-t1", "-c64", "-d" + seconds + "s", "--latency"));
    command.add("http://127.0.0.1:" + port + path);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    Matcher requests = found(REQUESTS, said);
    Matcher late = found(LATE, said);
    double unit =
        switch (late.group(2)) {
          case "us" -> 0.001;
          case "ms" -> 1;
          default -> 1000;
        };
    return new Finding(
        Long.parseLong(requests.group(1)),
        Double.parseDouble(requests.group(2)),
        Double.parseDouble(late.group(1)) * unit,
        said.contains("Non-2xx") || said.contains("Socket errors") ? said : "");
  }

  private static Matcher found(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    assertThat(matcher.find()).as(said).isTrue();
    return matcher;
  }
}
