package dev.vitrine.platform.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON Schema (2020-12) of a configuration's file, for editors and other programs: every key,
 * its type, whether it has to be there, and what the comments of the defaults, a {@link Default} or
 * a {@link Meaning} say of it. Ranges are told by the process itself, which knows more of them than
 * a schema can say.
 */
public final class ConfigurationSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, String> comments;
  private final ObjectNode defaults;

  private ConfigurationSchema(Map<String, String> comments, ObjectNode defaults) {
    this.comments = comments;
    this.defaults = defaults;
  }

  /**
   * Writes the schema.
   *
   * @param title of the schema
   * @param type the record that the file is bound to
   * @param defaults as in {@link Configuration#read}
   */
  public static String of(String title, Class<? extends Record> type, String defaults) {
    Map<String, String> comments = YamlComments.of(Configuration.resource(type, defaults));
    ObjectNode schema = NODES.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", title);
    schema.setAll(
        new ConfigurationSchema(comments, Configuration.defaults(type, defaults)).record(type, ""));
    try {
      return new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(schema)
          + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A key may be absent where the defaults have it, over which the file lies; none be unknown. */
  private ObjectNode record(Class<?> type, String path) {
    ObjectNode properties = NODES.objectNode();
    ArrayNode required = NODES.arrayNode();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Keys.outside(component.getName());
      String inner = path.isEmpty() ? key : path + "." + key;
      Inherits inherits = component.getAnnotation(Inherits.class);
      String elements = inherits == null ? inner + ".*" : inherits.value();
      ObjectNode property = value(component.getGenericType(), inner, elements);
      Optional.ofNullable(comments.get(inner)).ifPresent(said -> property.put("description", said));
      Meaning meaning = component.getAnnotation(Meaning.class);
      if (meaning != null) {
        property.put("description", meaning.value());
        if (meaning.required()) {
          property.put("minItems", 1);
        }
      }
      Default otherwise = component.getAnnotation(Default.class);
      if (otherwise != null) {
        property.put("description", otherwise.meaning());
        property.set("default", shown(component.getType(), otherwise.value()));
      }
      if (inherits != null) {
        leave(property, properties.path(inherits.value()).path("properties"));
      }
      if (isRequired(component, inner)) {
        required.add(key);
      }
      properties.set(key, property);
    }
    ObjectNode schema = NODES.objectNode().put("type", "object").put("additionalProperties", false);
    schema.set("properties", properties);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema;
  }

  private boolean isRequired(RecordComponent component, String path) {
    Meaning meaning = component.getAnnotation(Meaning.class);
    if (meaning != null && meaning.required()) {
      return true;
    }
    Class<?> type = component.getType();
    boolean mayBeAbsent =
        type == Optional.class
            || type == List.class
            || type == Map.class
            || component.isAnnotationPresent(Default.class);
    JsonNode otherwise = defaults.at("/" + path.replace('.', '/'));
    return !mayBeAbsent && (otherwise.isMissingNode() || otherwise.isNull());
  }

  /** What a section says need not be said by the elements that inherit from it, at any depth. */
  private static void leave(ObjectNode elements, JsonNode section) {
    JsonNode element =
        elements.has("items") ? elements.path("items") : elements.path("additionalProperties");
    section
        .fieldNames()
        .forEachRemaining(name ->
            element.path("properties").path(name).findParents("required").stream()
                .filter(record -> record.path("required").isArray())
                .forEach(record -> ((ObjectNode) record).remove("required")));
  }

  /**
   * @param elements the path whose comments speak of the elements of a list or map
   */
  private ObjectNode value(Type type, String path, String elements) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return orNull(value(arguments[0], path, elements));
      }
      if (generic.getRawType() == List.class) {
        ObjectNode list = NODES.objectNode().put("type", "array");
        list.set("items", value(arguments[0], elements, elements));
        return list;
      }
      ObjectNode map = NODES.objectNode().put("type", "object");
      map.set("additionalProperties", value(arguments[1], elements, elements));
      return map;
    }
    Class<?> plain = (Class<?>) type;
    return plain.isRecord() ? record(plain, path) : scalar(plain);
  }

  /** As it is written in JSON: a text, unless it is a number or a truth value. */
  private static JsonNode shown(Class<?> type, String value) {
    Object parsed = Scalars.parse(type, value).orElseThrow();
    return parsed instanceof Number || parsed instanceof Boolean
        ? NODES.pojoNode(parsed)
        : NODES.textNode(value);
  }

  private static ObjectNode orNull(ObjectNode schema) {
    ArrayNode types = NODES.arrayNode();
    types.add(schema.path("type").asText("string")).add("null");
    schema.set("type", types);
    return schema;
  }

  private static ObjectNode scalar(Class<?> type) {
    ObjectNode schema = NODES.objectNode();
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return schema.put("type", "integer");
    } else if (type == double.class) {
      return schema.put("type", "number");
    } else if (type == boolean.class) {
      return schema.put("type", "boolean");
    } else if (type == Duration.class) {
      return schema.put("type", "string").put("pattern", Durations.PATTERN);
    } else if (type == Path.class) {
      return schema.put("type", "string").put("minLength", 1);
    } else if (type.isEnum()) {
      schema.put("type", "string");
      Scalars.spellings(type).forEach(schema.putArray("enum")::add);
      return schema;
    }
    return schema.put("type", "string");
  }
}
