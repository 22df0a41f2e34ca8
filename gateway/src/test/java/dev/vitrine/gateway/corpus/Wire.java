package dev.vitrine.gateway.corpus;

import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a text of the corpus into the bytes that it stands for: every line ends in CR LF, one
 * character is one byte, and a few escapes say the rest.
 *
 * <p>{@code \n}, {@code \r}, {@code \t}, {@code \0}, {@code \\} and <code>&#92;x7f</code> are the
 * bytes they name; a backslash at the end of a line takes its CR LF away; {@code \{ab*3}} is {@code
 * ababab}.
 */
final class Wire {
  private static final Pattern REPEATED = Pattern.compile("\\\\\\{(.*?)\\*(\\d+)}");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-f]{2})|(.)|(\n))|(\n)");

  private Wire() {}

  static byte[] bytes(String text) {
    return string(text).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The same, with one character for each byte. */
  static String string(String text) {
    String repeated =
        REPEATED
            .matcher(text)
            .replaceAll(match -> quoted(match.group(1).repeat(Integer.parseInt(match.group(2)))));
    return ESCAPE.matcher(repeated).replaceAll(match -> quoted(meaning(match)));
  }

  private static String meaning(MatchResult match) {
    if (match.group(1) != null) {
      return Character.toString(Integer.parseInt(match.group(1), 16));
    }
    if (match.group(4) != null) {
      return "\r\n";
    }
    if (match.group(3) != null) {
      return "";
    }
    return switch (match.group(2)) {
      case "n" -> "\n";
      case "r" -> "\r";
      case "t" -> "\t";
      case "0" -> "\0";
      case "\\" -> "\\";
      default -> throw new IllegalArgumentException("no such escape: " + match.group());
    };
  }

  private static String quoted(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }
}
