package dev.vitrine.platform.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is wrong with the elements of lists as seen from the rest of a configuration: a text that is
 * no {@link KeyOf} a map, or not {@link Unique}. Looks at the tree, so that no other fault of an
 * element hides it.
 */
final class CrossReferences {
  private final ObjectNode tree;
  // As they are found, element by element, and as they are told.
  private final Set<Fault> found = new LinkedHashSet<>();
  private final List<Fault> told = new ArrayList<>();

  private CrossReferences(ObjectNode tree) {
    this.tree = tree;
  }

  /**
   * Looks at all lists at the top.
   *
   * @param written the keys at the top that somebody has written; the rest is built in
   */
  static CrossReferences in(ObjectNode tree, Class<? extends Record> type, Set<String> written) {
    CrossReferences references = new CrossReferences(tree);
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType() == List.class
          && ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
              instanceof Class<?> element
          && element.isRecord()) {
        String key = Keys.outside(component.getName());
        references.list(key, element, written.contains(key));
      }
    }
    return references;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** These and those of the records themselves, which may have found some of them as well. */
  InvalidConfigurationException and(List<Fault> faults) {
    List<Fault> all = new ArrayList<>(faults);
    all.removeAll(found);
    all.addAll(told);
    return new InvalidConfigurationException(all);
  }

  private void list(String key, Class<?> element, boolean isWritten) {
    JsonNode elements = tree.path(key);
    for (RecordComponent component : element.getRecordComponents()) {
      Map<String, String> values = values(key, elements, Keys.outside(component.getName()));
      KeyOf map = component.getAnnotation(KeyOf.class);
      if (map != null) {
        List<Fault> unknown = unknown(values, keys(map.value()));
        found.addAll(unknown);
        told.addAll(isWritten || unknown.isEmpty() ? unknown : builtIn(key, unknown, map.value()));
      }
      Unique unique = component.getAnnotation(Unique.class);
      if (unique != null) {
        List<Fault> again = again(values, unique.value());
        found.addAll(again);
        told.addAll(again);
      }
    }
  }

  /** What is written under a key of each element, by its path. */
  private static Map<String, String> values(String list, JsonNode elements, String key) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; elements.isArray() && i < elements.size(); i++) {
      JsonNode value = elements.get(i).path(key);
      if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
        values.put(list + "[" + i + "]." + key, value.asText());
      }
    }
    return values;
  }

  private List<String> keys(String map) {
    List<String> keys = new ArrayList<>();
    tree.path(map).fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static List<Fault> unknown(Map<String, String> values, List<String> keys) {
    return values.entrySet().stream()
        .filter(it -> !keys.contains(it.getValue()))
        .map(it -> new Fault(it.getKey(), it.getValue(), "one of " + String.join(", ", keys)))
        .toList();
  }

  private static List<Fault> again(Map<String, String> values, String expected) {
    Set<String> before = new HashSet<>();
    return values.entrySet().stream()
        .filter(it -> !before.add(it.getValue()))
        .map(it -> new Fault(it.getKey(), it.getValue(), expected))
        .toList();
  }

  /** Once, and not about elements that nobody has written. */
  private static List<Fault> builtIn(String list, List<Fault> unknown, String map) {
    Set<String> missing = new LinkedHashSet<>();
    unknown.forEach(fault -> missing.add(fault.value()));
    return List.of(
        new Fault(
            list,
            "left out, so the built-in ones are in force, and lead to %s, which %s does not have"
                .formatted(String.join(", ", missing), map),
            "a list of your own, or these in " + map));
  }
}
