package dev.vitrine.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What telemetry costs, as a page for readers. */
final class OverheadPage {
  static final Path FILE = VitrineCommand.root().resolve("docs/overhead.md");

  static final String HEAD =
      """
      # What telemetry costs

      The same program, six times side by side, from *everything off* to metrics, traces and an access line for each request;
      then rounds of load, each round in another order, and the median of the rounds; a ratio is that to *everything off* in
      the same round. Each is warmed up until its code is compiled: a process that has just started is slower, the more so the
      more it tells. The program that is measured has one core to itself and one event loop; `wrk` (64 connections that are
      kept), what is behind the program, and a collector that takes every span and keeps none have the other. So the ratio is
      that of the work which a request costs, all of it; a machine with a core to spare exports on that. Only the ratios are
      promised to mean anything elsewhere, and they no better than to what half of the rounds lie between: two rows that differ
      by less are the same. The goal is 0.9 with traces at 10 %, which is the default; so is the access log, which has a row
      of its own.

      Off is `VITRINE_METRICS_ENABLED=false`, `VITRINE_LOG_ACCESS=false` and `OTEL_SDK_DISABLED=true`; what remains is the
      bookkeeping that finds nothing to tell, which is in every row. The access log is JSON, and written to `/dev/null`. CPU is
      that of the whole process, for each request; it is less noisy than the rate, since it does not matter how busy the other
      core is. Where that is as busy as the first, the rate is its as well. Spans are dropped, and counted, where more come than
      the exporter's thread, which has only what requests leave of the core, can send.

      `./vitrine bench overhead` prints these tables; with `-Dvitrine.docs.record=true` behind it, it writes this page.
      """;

  static final String COLUMNS =
      "| | of the rate (half of the rounds) | requests/s (least to most) | of the CPU (half of the rounds) | CPU, each request | of it compiling | 99 % within | cores busy | spans |";

  private final StringBuilder text = new StringBuilder();

  /**
   * One round of one of them.
   *
   * @param cpuMicros that the process used for a request
   * @param compiling the part of these in which it compiled its own code, from 0 to 1
   * @param measuredCore how busy the core of the program was, from 0 to 1
   * @param otherCore how busy the other one was
   */
  record Round(
      Wrk.Finding found,
      double cpuMicros,
      double compiling,
      double measuredCore,
      double otherCore) {
    double rate() {
      return found.rate();
    }
  }

  /**
   * What was found of one of them.
   *
   * @param spans what became of its spans, in words
   */
  record Found(Telling telling, List<Round> rounds, String spans) {
    double median(ToDoubleFunction<Round> value) {
      return Spread.of(rounds.stream().mapToDouble(value)).median();
    }

    /** Each round is compared with the same one of the other, as the machine changes its mind. */
    private Spread ratio(Found other, ToDoubleFunction<Round> value) {
      return Spread.of(
          IntStream.range(0, rounds.size())
              .mapToDouble(i ->
                  value.applyAsDouble(rounds.get(i)) / value.applyAsDouble(other.rounds.get(i))));
    }
  }

  /** What lies in the middle, and what half of all lie between. */
  private record Spread(double lower, double median, double upper) {
    static Spread of(DoubleStream values) {
      double[] sorted = values.sorted().toArray();
      return new Spread(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    /** Between two values, as near to each as it is. */
    private static double at(double[] sorted, double part) {
      double place = part * (sorted.length - 1);
      int below = (int) place;
      int above = Math.min(below + 1, sorted.length - 1);
      return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
  }

  /**
   * Adds what a program was found to need.
   *
   * @param found the first of which is that with everything off
   */
  void subject(String title, String about, List<Found> found) {
    text.append("\n## %s\n\n%s\n\n".formatted(title, about))
        .append(COLUMNS)
        .append("\n|---|---|---|---|---|---|---|---|---|\n");
    Found off = found.getFirst();
    for (Found each : found) {
      Spread rate = each.ratio(off, Round::rate);
      Spread cpu = each.ratio(off, Round::cpuMicros);
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | **%.2f** (%.2f to %.2f) | %.0f (%.0f to %.0f) | %.2f (%.2f to %.2f) | %.1f µs | %.1f %% | %.1f ms | %.0f %%, %.0f %% | %s |%n",
              each.telling().words(),
              rate.median(),
              rate.lower(),
              rate.upper(),
              each.median(Round::rate),
              each.rounds().stream().mapToDouble(Round::rate).min().orElseThrow(),
              each.rounds().stream().mapToDouble(Round::rate).max().orElseThrow(),
              cpu.median(),
              cpu.lower(),
              cpu.upper(),
              each.median(Round::cpuMicros),
              100 * each.median(Round::compiling),
              each.median(round -> round.found().lateMillis()),
              100 * each.median(Round::measuredCore),
              100 * each.median(Round::otherCore),
              each.spans()));
    }
  }

  /** Shows it, and keeps it where that is asked for. */
  @SuppressWarnings("SystemOut")
  void publish(String conditions) throws IOException {
    System.out.println(text);
    if (Boolean.getBoolean("vitrine.docs.record")) {
      String measured = "\n%s, on %s.\n".formatted(conditions, LocalDate.now(ZoneOffset.UTC));
      Files.writeString(FILE, HEAD + measured + text);
    }
  }
}
