package dev.vitrine.observability.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.vitrine.observability.testing.Committed;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A committed file of rules, and what it would be with a mistake. */
record RuleFile(String name, JsonNode tree) {
  private static final YAMLMapper YAML = new YAMLMapper();

  static RuleFile read(String name) throws IOException {
    return new RuleFile(
        name,
        YAML.readTree(
            Files.readString(Committed.FOLDER.resolve("prometheus/rules").resolve(name))));
  }

  /** Its rules, one after the other. */
  List<ObjectNode> rules() {
    return rules(tree).toList();
  }

  /** Its text, if the same mistake were made in each of some rules. */
  String with(Predicate<ObjectNode> which, Consumer<ObjectNode> mistake) {
    JsonNode copy = tree.deepCopy();
    rules(copy).filter(which).forEach(mistake);
    try {
      return YAML.writeValueAsString(copy);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what was read can be written", impossible);
    }
  }

  private static Stream<ObjectNode> rules(JsonNode tree) {
    return tree.get("groups")
        .valueStream()
        .flatMap(group -> group.get("rules").valueStream())
        .map(ObjectNode.class::cast);
  }
}
