package dev.vitrine.local;

import dev.vitrine.local.Command.Form;
import dev.vitrine.local.Command.Misuse;
import dev.vitrine.local.load.LoadPlan;
import dev.vitrine.local.load.Rhythm;
import java.time.Duration;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the options of {@code load}. Used once. */
final class LoadLine {
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,4})(s|m|h)?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,3})?");
  private static final double LOWEST_RATE = 0.1;

  private LoadPlan plan;
  private OptionalInt port = OptionalInt.empty();

  private LoadLine(long seed) {
    plan = LoadPlan.usual(seed);
  }

  /**
   * The command that these words are.
   *
   * @param seed where no option says one
   */
  static Command parse(Deque<String> words, long seed) {
    boolean json = words.removeIf("--json"::equals);
    LoadLine line = new LoadLine(seed);
    while (!words.isEmpty()) {
      String[] word = words.pop().split("=", 2);
      String value = word.length == 2 ? word[1] : "";
      if (word.length == 1 && !words.isEmpty() && !words.getFirst().startsWith("--")) {
        value = words.pop();
      }
      String fault = line.read(word[0], value);
      if (!fault.isEmpty()) {
        return new Misuse(fault);
      }
    }
    return new Command.Load(line.plan, line.port, json ? Form.JSON : Form.TABLE);
  }

  /** What is wrong with it; empty where nothing is. */
  private String read(String option, String value) {
    String expected =
        switch (option) {
          case "--rate" -> rate(value);
          case "--duration" -> duration(value);
          case "--errors" -> errors(value);
          case "--seed" -> seed(value);
          case "--arrivals" -> arrivals(value);
          case "--port" -> port(value);
          case "--json" -> "no value";
          default -> "-";
        };
    return switch (expected) {
      case "" -> "";
      case "-" -> "there is no option " + option;
      default -> "%s: expected %s".formatted((option + " " + value).strip(), expected);
    };
  }

  private String rate(String value) {
    double rate = NUMBER.matcher(value).matches() ? Double.parseDouble(value) : 0;
    boolean good = rate >= LOWEST_RATE && rate <= LoadPlan.HIGHEST_RATE;
    return read(
        good,
        "requests a second, from 0.1 to 2000",
        it -> new LoadPlan(rate, it.duration(), it.errors(), it.seed(), it.rhythm()));
  }

  private String duration(String value) {
    Matcher matcher = DURATION.matcher(value);
    Duration duration = matcher.matches() ? duration(matcher) : Duration.ZERO;
    boolean good = duration.isPositive() && duration.compareTo(LoadPlan.LONGEST) <= 0;
    return read(
        good,
        "a time such as 90s or 10m, from 1s to 1h",
        it -> new LoadPlan(it.rate(), duration, it.errors(), it.seed(), it.rhythm()));
  }

  private static Duration duration(Matcher matcher) {
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "h" -> Duration.ofHours(count);
      case "m" -> Duration.ofMinutes(count);
      case null, default -> Duration.ofSeconds(count);
    };
  }

  private String errors(String value) {
    String number = value.endsWith("%") ? value.substring(0, value.length() - 1) : value;
    double percent = NUMBER.matcher(number).matches() ? Double.parseDouble(number) : -1;
    boolean good = percent >= 0 && percent <= 100;
    return read(
        good,
        "percent, from 0 to 100",
        it -> new LoadPlan(it.rate(), it.duration(), percent / 100, it.seed(), it.rhythm()));
  }

  private String seed(String value) {
    boolean good = value.matches("-?[0-9]{1,18}");
    long seed = good ? Long.parseLong(value) : 0;
    return read(
        good,
        "a whole number",
        it -> new LoadPlan(it.rate(), it.duration(), it.errors(), seed, it.rhythm()));
  }

  private String arrivals(String value) {
    boolean good = value.equals("poisson") || value.equals("uniform");
    Rhythm rhythm = good ? Rhythm.valueOf(value.toUpperCase(Locale.ROOT)) : Rhythm.POISSON;
    return read(
        good,
        "poisson or uniform",
        it -> new LoadPlan(it.rate(), it.duration(), it.errors(), it.seed(), rhythm));
  }

  private String port(String value) {
    int number = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
    port = OptionalInt.of(number);
    return number >= 1 && number <= 65_535 ? "" : "a port of 127.0.0.1, from 1 to 65535";
  }

  private String read(boolean good, String expected, UnaryOperator<LoadPlan> change) {
    if (!good) {
      return expected;
    }
    plan = change.apply(plan);
    return "";
  }
}
