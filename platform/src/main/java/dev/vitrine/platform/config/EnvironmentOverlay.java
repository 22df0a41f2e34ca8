package dev.vitrine.platform.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lays environment variables over a configuration tree. The record type says which variables there
 * are; that way {@code HTTP_MAX_BODY} can only be {@code http.max-body}, and variables that a
 * platform injects under the same prefix harm nobody.
 */
final class EnvironmentOverlay {
  private final String prefix;
  private final Map<String, String> environment;
  private final ObjectMapper yaml;

  private EnvironmentOverlay(String prefix, Map<String, String> environment, ObjectMapper yaml) {
    this.prefix = prefix;
    this.environment = environment;
    this.yaml = yaml;
  }

  static void apply(
      ObjectNode tree,
      Class<? extends Record> type,
      String prefix,
      Map<String, String> environment,
      ObjectMapper yaml) {
    new EnvironmentOverlay(prefix, environment, yaml).overlay(tree, type, "");
  }

  /** The names of all variables that set a value of this type. */
  static Set<String> names(Class<?> type, String prefix) {
    Set<String> names = new TreeSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = prefix + inCapitals(Keys.outside(component.getName()));
      if (component.getType().isRecord()) {
        names.addAll(names(component.getType(), name + "_"));
      } else {
        names.add(name);
      }
    }
    return names;
  }

  static String inCapitals(String path) {
    return path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private void overlay(ObjectNode node, Class<?> type, String path) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Keys.outside(component.getName());
      String inner = path.isEmpty() ? key : path + "." + key;
      if (component.getType().isRecord()) {
        section(component.getType(), inner, node, key);
      } else {
        value(component.getType(), inner, node, key);
      }
    }
  }

  private void value(Class<?> type, String path, ObjectNode node, String key) {
    String text = environment.get(prefix + inCapitals(path));
    if (text != null) {
      boolean collection = List.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
      node.set(key, collection ? parsed(text) : TextNode.valueOf(text));
    }
  }

  private JsonNode parsed(String text) {
    try {
      return yaml.readTree(text);
    } catch (JsonProcessingException malformed) {
      return TextNode.valueOf(text); // the binder says what it expected
    }
  }

  private void section(Class<?> type, String path, ObjectNode node, String key) {
    if (!node.hasNonNull(key)) {
      node.putObject(key);
    }
    if (node.get(key) instanceof ObjectNode object) {
      overlay(object, type, path);
    }
  }
}
