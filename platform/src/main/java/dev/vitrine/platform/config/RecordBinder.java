package dev.vitrine.platform.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a tree into records, strictly: no key may be unknown, none absent that has no {@link
 * Default}, no value is repaired. Goes on after a fault, so that an operator sees all of them at
 * once.
 */
final class RecordBinder {
  private static final int LONGEST_SHOWN = 200;

  private final List<Fault> faults = new ArrayList<>();

  private RecordBinder() {}

  static <T extends Record> T bind(ObjectNode tree, Class<T> type) {
    RecordBinder binder = new RecordBinder();
    Object bound = binder.record(tree, type, "");
    if (bound == null || !binder.faults.isEmpty()) {
      throw new InvalidConfigurationException(binder.faults);
    }
    return type.cast(bound);
  }

  private @Nullable Object value(@Nullable JsonNode node, Type type, String path) {
    if (type instanceof ParameterizedType generic) {
      return parameterized(node, generic, path);
    }
    Class<?> plain = (Class<?>) type;
    if (node == null || node.isNull()) {
      return fault(path, "missing", plain.isRecord() ? "a mapping" : Scalars.expected(plain));
    }
    if (plain.isRecord()) {
      return node instanceof ObjectNode object
          ? record(object, plain, path)
          : fault(path, text(node), "a mapping");
    }
    if (node.isContainerNode()) {
      return fault(path, text(node), Scalars.expected(plain));
    }
    Optional<Object> scalar = Scalars.parse(plain, node.asText());
    return scalar.orElseGet(() -> fault(path, text(node), Scalars.expected(plain)));
  }

  private @Nullable Object parameterized(
      @Nullable JsonNode node, ParameterizedType type, String path) {
    Type[] arguments = type.getActualTypeArguments();
    JsonNode present = node == null || node.isNull() ? MissingNode.getInstance() : node;
    if (type.getRawType() == Optional.class) {
      boolean absent =
          present.isMissingNode() || (present.isTextual() && present.textValue().isEmpty());
      return absent ? Optional.empty() : Optional.ofNullable(value(present, arguments[0], path));
    }
    if (type.getRawType() == List.class) {
      return present.isMissingNode() ? List.of() : list(present, arguments[0], path);
    }
    if (type.getRawType() == Map.class) {
      return present.isMissingNode() ? Map.of() : map(present, arguments[1], path);
    }
    throw new IllegalArgumentException("configuration of type " + type);
  }

  /** Without the elements that have a fault. */
  private @Nullable Object list(JsonNode node, Type element, String path) {
    if (!node.isArray()) {
      return fault(path, text(node), "a list");
    }
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      Object bound = value(node.get(i), element, path + "[" + i + "]");
      if (bound != null) {
        list.add(bound);
      }
    }
    return List.copyOf(list);
  }

  /** With all keys, and null where a value has a fault. */
  private @Nullable Object map(JsonNode node, Type element, String path) {
    if (!node.isObject()) {
      return fault(path, text(node), "a mapping");
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      Object bound = value(entry.getValue(), element, joined(path, entry.getKey()));
      map.put(entry.getKey(), bound);
    }
    return map;
  }

  private @Nullable Object record(ObjectNode node, Class<?> type, String path) {
    RecordComponent[] components = type.getRecordComponents();
    Set<String> known = new LinkedHashSet<>();
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    int faultsBefore = faults.size();
    Set<Integer> faulty = new HashSet<>();
    for (int i = 0; i < components.length; i++) {
      String key = Keys.outside(components[i].getName());
      known.add(key);
      JsonNode written = orDefault(node.get(key), components[i]);
      int faultsBeforeIt = faults.size();
      arguments[i] = value(written, components[i].getGenericType(), joined(path, key));
      if (faults.size() > faultsBeforeIt) {
        faulty.add(i);
      }
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!known.contains(entry.getKey())) {
        String meant =
            NearMiss.among(known, entry.getKey()).map(key -> "; is it " + key + "?").orElse("");
        fault(
            joined(path, entry.getKey()),
            "unknown key" + meant,
            "one of " + String.join(", ", known));
      }
    }
    Object made =
        new RecordConstruction(type, arguments, faulty)
            .make(fault -> faults.add(fault.under(path)));
    return faults.size() > faultsBefore ? null : made;
  }

  private static @Nullable JsonNode orDefault(@Nullable JsonNode node, RecordComponent component) {
    Default otherwise = component.getAnnotation(Default.class);
    boolean absent =
        node == null || node.isNull() || (node.isTextual() && node.textValue().isEmpty());
    return absent && otherwise != null ? TextNode.valueOf(otherwise.value()) : node;
  }

  private @Nullable Object fault(String path, String value, String expected) {
    faults.add(new Fault(path, value, expected));
    return null;
  }

  private static String joined(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** A value as the operator wrote it, and no more of it than is needed to find it. */
  static String text(JsonNode node) {
    String text = node.isTextual() ? '"' + node.asText() + '"' : node.toString();
    boolean longer = text.length() > LONGEST_SHOWN;
    return longer ? text.substring(0, LONGEST_SHOWN) + "..." : text;
  }
}
