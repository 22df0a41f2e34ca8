package dev.vitrine.platform.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the comments of a YAML file say of its keys: the one at the end of a key's own line. For
 * files in block style, as the defaults are.
 */
final class YamlComments {
  private static final Pattern LINE =
      Pattern.compile("^( *)([a-z][a-z0-9-]*):(?: +[^#]*?)?(?: +# ?(.*))?$");

  private YamlComments() {}

  /** The comments by the paths of their keys, {@code http.port}. */
  static Map<String, String> of(String yaml) {
    Map<String, String> comments = new HashMap<>();
    Deque<Level> path = new ArrayDeque<>();
    for (String line : yaml.split("\\R", -1)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        int indent = matcher.group(1).length();
        while (!path.isEmpty() && path.peek().indent() >= indent) {
          path.pop();
        }
        String above = path.isEmpty() ? "" : path.peek().path() + ".";
        String key = above + matcher.group(2);
        path.push(new Level(indent, key));
        if (matcher.group(3) != null) {
          comments.put(key, matcher.group(3).strip());
        }
      }
    }
    return comments;
  }

  private record Level(int indent, String path) {}
}
