package dev.vitrine.platform.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What is wrong with a YAML file and where, in the words of who writes one: the parser speaks of
 * the tokens and events that it is made of.
 */
final class YamlFault {
  private static final Pattern DUPLICATE = Pattern.compile("Duplicate [^'\"]*['\"](.*)['\"].*");

  /** What the parser says, the first that fits; a group is what is shown in place of {@code %s}. */
  private static final Map<Pattern, String> WORDS = new LinkedHashMap<>();

  static {
    say(".*\\(TAB\\).*", "a tab: only spaces may indent");
    say("found character '(.*?)' that cannot start.*", "no value begins with %s, unless in quotes");
    say(
        "mapping values are not allowed here.*",
        "a colon where none can be: look at the indentation, and put a text with a colon in quotes");
    say("could not find expected ':'.*", "the colon after a key is missing, here or a line above");
    say("(?:block )?sequence entries are not allowed.*", "a dash of a list where none can be");
    say("found unexpected end of stream.*", "a quote that is never closed");
    say("expected ',' or '\\]'.*", "a comma or a closing ] is missing");
    say("expected ',' or '}'.*", "a comma or a closing } is missing");
    say("expected <block end>.*", "it is not indented like what it belongs to");
    say(
        "expected the node content, but found '<stream end>'.*",
        "the file ends before a [ or { is closed");
    say("expected the node content.*", "a value is missing");
    say("found unknown escape character.*", "a backslash in double quotes that escapes nothing");
    say("expected '<document start>'.*", "more than one value: look at the indentation");
    say(
        ".* an (?:alias|anchor).*",
        "a name is missing after & or *; in quotes they are plain text");
    say(".* a (?:tag|directive).*", "no value begins with ! or %%, unless in quotes");
  }

  private YamlFault() {}

  private static void say(String problem, String words) {
    WORDS.put(Pattern.compile(problem, Pattern.DOTALL), words);
  }

  /** On one line: the place, if it is known, and what is wrong there. */
  static String of(JsonProcessingException malformed) {
    if (malformed.getCause() instanceof MarkedYAMLException marked) {
      return at(marked.getProblemMark()) + words(marked) + begun(marked);
    }
    JsonLocation location = malformed.getLocation();
    Matcher duplicate = DUPLICATE.matcher(malformed.getOriginalMessage());
    if (duplicate.matches() && location != null) {
      String key = duplicate.group(1);
      int begin = Math.max(1, location.getColumnNr() - key.length()); // it is told of at its end
      return place(location.getLineNr() - 1, begin - 1) + ": the key " + key + " is there twice";
    }
    return (location == null ? "" : place(location) + ": ")
        + switch (malformed) {
          case MismatchedInputException _ -> "a second document, where one is read";
          case StreamConstraintsException beyond
              when beyond.getOriginalMessage().contains("nesting") ->
              "it is nested too deeply";
          case StreamConstraintsException _ -> "a value that is too long";
          default -> "this is no YAML";
        };
  }

  /** Counted from 1, as editors do. */
  static String place(JsonLocation location) {
    return "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  /** The same, for what is counted from 0. */
  static String place(int line, int column) {
    return "line %d, column %d".formatted(line + 1, column + 1);
  }

  private static String at(Mark mark) {
    return mark == null ? "" : place(mark.getLine(), mark.getColumn()) + ": ";
  }

  private static String words(MarkedYAMLException marked) {
    return words(String.valueOf(marked.getProblem()))
        .or(() -> words(String.valueOf(marked.getContext())))
        .orElse("this is no YAML");
  }

  private static Optional<String> words(String said) {
    for (Map.Entry<Pattern, String> entry : WORDS.entrySet()) {
      Matcher matcher = entry.getKey().matcher(said);
      if (matcher.matches()) {
        Object shown = matcher.groupCount() > 0 ? matcher.group(1) : "";
        return Optional.of(entry.getValue().formatted(shown));
      }
    }
    return Optional.empty();
  }

  /** Where the bracket or quote is that is not closed, if that is in another line. */
  private static String begun(MarkedYAMLException marked) {
    Mark begin = marked.getContextMark();
    Mark end = marked.getProblemMark();
    boolean apart = begin != null && end != null && begin.getLine() != end.getLine();
    return apart ? " (begun in line %d)".formatted(begin.getLine() + 1) : "";
  }
}
