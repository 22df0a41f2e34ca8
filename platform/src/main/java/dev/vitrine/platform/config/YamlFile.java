package dev.vitrine.platform.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A YAML file as a tree, or one fault that says what is wrong with it, and where. */
final class YamlFile {
  private static final String EXPECTED = "a readable YAML file with a mapping at its top";

  /** The parser's own limit, in bytes instead of characters. */
  private static final int LARGEST = 3 * 1024 * 1024;

  private final ObjectMapper yaml;

  YamlFile(ObjectMapper yaml) {
    this.yaml = yaml;
  }

  /** Why the file is of no use, in words for its author. */
  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String why) {
      super(why);
    }
  }

  /**
   * Reads the file; an empty one is an empty mapping.
   *
   * @throws InvalidConfigurationException where it is no YAML with a mapping at its top
   */
  ObjectNode read(Path file) {
    try {
      return parsed(file, text(file));
    } catch (UnusableException unusable) {
      throw fault(file, String.valueOf(unusable.getMessage()));
    } catch (IOException unreadable) {
      throw fault(file, FileFaults.why(unreadable));
    }
  }

  /**
   * The same of a file that was read already.
   *
   * @param text what it holds
   */
  ObjectNode parsed(Path file, String text) {
    try {
      refuseWhatIsNoYaml(text);
      refuseAliases(text);
      return mapping(yaml.readTree(text));
    } catch (UnusableException unusable) {
      throw fault(file, String.valueOf(unusable.getMessage()));
    } catch (JsonProcessingException malformed) {
      throw fault(file, YamlFault.of(malformed));
    } catch (IOException unreadable) {
      throw fault(file, FileFaults.why(unreadable));
    }
  }

  private static InvalidConfigurationException fault(Path file, String why) {
    String named = file.toString().isEmpty() ? "(a path that is empty)" : file.toString();
    return new InvalidConfigurationException(named, why, EXPECTED);
  }

  private static String text(Path file) throws IOException, UnusableException {
    if (Files.isDirectory(file)) {
      throw new UnusableException("a directory");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LARGEST + 1);
    }
    if (bytes.length > LARGEST) {
      throw new UnusableException("larger than 3 MiB");
    }
    return decoded(bytes);
  }

  private static String decoded(byte[] bytes) throws UnusableException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    boolean failed =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, out, true)
            .isError();
    String text = out.flip().toString();
    if (failed) {
      throw new UnusableException(
          "%s: a byte that is no text in UTF-8 (0x%02x)"
              .formatted(place(text), bytes[in.position()]));
    }
    return text;
  }

  private static void refuseWhatIsNoYaml(String text) throws UnusableException {
    for (int i = 0; i < text.length(); i++) {
      if (!isOfYaml(text.charAt(i))) {
        throw new UnusableException(
            "%s: a character that no YAML file may have (U+%04X)"
                .formatted(place(text.substring(0, i)), (int) text.charAt(i)));
      }
    }
  }

  /** YAML 1.1, section 5.1; of a pair of surrogates, both. */
  private static boolean isOfYaml(char c) {
    return (c >= ' ' && c <= '~')
        || c == '\t'
        || c == '\n'
        || c == '\r'
        || c == 0x85
        || (c >= 0xA0 && c <= 0xFFFD);
  }

  /** Where the next character would be. */
  private static String place(String before) {
    int lines = (int) before.chars().filter(c -> c == '\n').count();
    return YamlFault.place(lines, before.length() - before.lastIndexOf('\n') - 1);
  }

  /** The tree would have the alias's name in place of what it stands for. */
  private void refuseAliases(String text) throws IOException, UnusableException {
    try (JsonParser parser = yaml.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser instanceof YAMLParser events && events.isCurrentAlias()) {
          throw new UnusableException(
              "%s: an alias (*%s): these are not followed, write the value itself"
                  .formatted(YamlFault.place(parser.currentTokenLocation()), parser.getText()));
        }
      }
    }
  }

  private static ObjectNode mapping(JsonNode tree) throws UnusableException {
    if (tree.isMissingNode() || tree.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (tree instanceof ObjectNode object) {
      return object;
    }
    boolean list = tree.getNodeType() == JsonNodeType.ARRAY;
    throw new UnusableException(
        list ? "a list at its top" : "nothing but the value " + RecordBinder.text(tree));
  }
}
