package dev.vitrine.local;

import dev.vitrine.local.Command.Afterwards;
import dev.vitrine.local.Command.Form;
import dev.vitrine.local.Command.Misuse;
import dev.vitrine.local.Command.Then;
import dev.vitrine.local.service.Extra;
import dev.vitrine.local.service.Replicas;
import dev.vitrine.local.service.Selection;
import dev.vitrine.local.service.Service;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the command line; what it cannot read becomes a {@link Misuse}. Used once. */
final class CommandLine {
  private static final int USUAL_LINES = 100;
  // Short enough to be typed again.
  private static final int SEEDS = 1_000_000;
  private static final Pattern REPLICAS = Pattern.compile("([a-z-]+)=([0-9]{1,3})");

  private final Deque<String> words;

  private CommandLine(List<String> words) {
    this.words = new ArrayDeque<>(words);
  }

  /** The command that these words are; the first one names it. */
  static Command parse(List<String> words) {
    CommandLine line = new CommandLine(words);
    String name = line.words.isEmpty() ? "" : line.words.pop();
    return switch (name) {
      case "up" -> line.up();
      case "supervise" -> line.selection(Command.Supervise::new);
      case "down" -> line.down();
      case "status" -> line.status();
      case "logs" -> line.logs();
      case "load" -> LoadLine.parse(line.words, Math.floorMod(System.nanoTime(), SEEDS));
      case "idle" -> line.words.isEmpty() ? new Command.Idle() : line.unknown();
      case "" -> new Misuse("no command");
      default -> new Misuse("there is no command " + name);
    };
  }

  private Command up() {
    boolean detach = words.removeIf(Set.of("--detach", "-d")::contains);
    return selection(detach ? Command.UpDetached::new : Command.Up::new);
  }

  private Command selection(Function<Selection, Command> command) {
    Set<Extra> extras = EnumSet.noneOf(Extra.class);
    for (Extra extra : Extra.values()) {
      if (words.removeIf(extra.option()::equals)) {
        extras.add(extra);
      }
    }
    Replicas replicas = Replicas.oneEach();
    while (!words.isEmpty()) {
      Optional<String> wish = option("--replicas");
      if (wish.isEmpty()) {
        return unknown();
      }
      Matcher matcher = REPLICAS.matcher(wish.get());
      Optional<Service> service =
          matcher.matches() ? Service.of(matcher.group(1)) : Optional.empty();
      if (service.isEmpty() || Integer.parseInt(matcher.group(2)) > Replicas.MOST) {
        return new Misuse(
            "--replicas %s: expected SERVICE=N, where SERVICE is one of %s, and N from 0 to %d"
                .formatted(wish.get(), services(), Replicas.MOST));
      }
      replicas = replicas.with(service.get(), Integer.parseInt(matcher.group(2)));
    }
    return command.apply(new Selection(replicas, extras));
  }

  private Command down() {
    boolean clean = words.removeIf("--clean"::equals);
    return words.isEmpty()
        ? new Command.Down(clean ? Afterwards.DELETE_DATA : Afterwards.KEEP_DATA)
        : unknown();
  }

  private Command status() {
    boolean json = words.removeIf("--json"::equals);
    return words.isEmpty() ? new Command.Status(json ? Form.JSON : Form.TABLE) : unknown();
  }

  private Command logs() {
    boolean follow = words.removeIf(Set.of("--follow", "-f")::contains);
    int lines = USUAL_LINES;
    String service = "";
    while (!words.isEmpty()) {
      Optional<String> count = option("-n");
      if (count.isPresent()) {
        if (!count.get().matches("[0-9]{1,6}")) {
          return new Misuse("-n " + count.get() + ": expected a number of lines");
        }
        lines = Integer.parseInt(count.get());
      } else if (service.isEmpty() && !words.getFirst().startsWith("-")) {
        service = words.pop();
      } else {
        return unknown();
      }
    }
    return new Command.Logs(service, lines, follow ? Then.FOLLOW : Then.RETURN);
  }

  /** The value of an option, as "--name value", "--name=value"; empty when another word is next. */
  private Optional<String> option(String name) {
    String word = words.getFirst();
    if (word.startsWith(name + "=")) {
      return Optional.of(words.pop().substring(name.length() + 1));
    }
    if (!word.equals(name)) {
      return Optional.empty();
    }
    words.pop();
    return Optional.of(words.isEmpty() ? "" : words.pop());
  }

  private Misuse unknown() {
    return new Misuse("there is no option " + words.getFirst());
  }

  private static String services() {
    return Arrays.stream(Service.values()).map(Service::word).collect(Collectors.joining(", "));
  }
}
