package dev.vitrine.platform.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a process's configuration once: built-in defaults, then the YAML file that {@code
 * VITRINE_CONFIG} names, then environment variables; the later wins, value by value.
 *
 * <p>The variable of a value is the prefix and its path, in capitals, with {@code _} for dots and
 * dashes: {@code http.port} is {@code VITRINE_HTTP_PORT}. Lists and maps are written as YAML.
 */
public final class Configuration {
  /** Names the YAML file; not itself a value of the tree. */
  public static final String FILE_VARIABLE = "VITRINE_CONFIG";

  private static final ObjectMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // So that a number is shown as it was written, and 1.10 is no 1.1 where it is a text.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final String prefix;
  private final Map<String, String> environment;
  private final Optional<String> content;

  private Configuration(String prefix, Map<String, String> environment, @Nullable String content) {
    this.prefix = prefix;
    this.environment = Map.copyOf(environment);
    this.content = Optional.ofNullable(content);
  }

  /** Configuration from these environment variables, those that begin with {@code VITRINE_}. */
  public static Configuration of(Map<String, String> environment) {
    return of("VITRINE_", environment);
  }

  /** Configuration from these environment variables, those that begin with {@code prefix}. */
  public static Configuration of(String prefix, Map<String, String> environment) {
    return new Configuration(prefix, environment, null);
  }

  /** The same, where the file that the variable names was read already, and holds this. */
  public Configuration holding(String text) {
    return new Configuration(prefix, environment, text);
  }

  /**
   * Reads the tree of {@code type}, a record of records.
   *
   * @param defaults a YAML resource with a default for each value, found beside {@code type}
   * @throws InvalidConfigurationException with every fault found
   */
  public <T extends Record> T read(Class<T> type, String defaults) {
    ObjectNode tree = defaults(type, defaults);
    Set<String> written = new HashSet<>();
    String file = environment.get(FILE_VARIABLE);
    if (file != null) {
      ObjectNode read = file(Path.of(file));
      replaceWholes(tree, read, type);
      merge(tree, read);
      read.properties().forEach(entry -> written.add(entry.getKey()));
    }
    EnvironmentOverlay.apply(tree, type, prefix, environment, YAML);
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Keys.outside(component.getName());
      if (environment.containsKey(prefix + EnvironmentOverlay.inCapitals(key))) {
        written.add(key);
      }
    }
    Inheritance inheritance = Inheritance.in(tree, type);
    CrossReferences references = CrossReferences.in(tree, type, written);
    try {
      T bound = RecordBinder.bind(tree, type);
      if (references.isEmpty()) {
        return bound;
      }
    } catch (InvalidConfigurationException invalid) {
      throw references.and(inheritance.once(invalid).faults());
    }
    throw references.and(List.of());
  }

  private ObjectNode file(Path file) {
    YamlFile yaml = new YamlFile(YAML);
    return content.map(text -> yaml.parsed(file, text)).orElseGet(() -> yaml.read(file));
  }

  /** The names of all variables that {@link #read} looks for, set or not. */
  public Set<String> variables(Class<? extends Record> type) {
    return EnvironmentOverlay.names(type, prefix);
  }

  /**
   * What to say of each variable that begins with the prefix, and that {@link #read} does not look
   * for; without those of the launcher, and those that Kubernetes sets for its Services.
   */
  public List<String> unknownVariables(Class<? extends Record> type) {
    return UnknownVariables.in(environment, prefix, variables(type));
  }

  /**
   * Reads one YAML (or JSON) file as a tree of records, without defaults or environment.
   *
   * @throws InvalidConfigurationException with every fault found; the key of a fault of the file as
   *     a whole is its path
   */
  public static <T extends Record> T readFile(Path file, Class<T> type) {
    return RecordBinder.bind(new YamlFile(YAML).read(file), type);
  }

  /**
   * The same of a file that was read already.
   *
   * @param text what it holds
   */
  public static <T extends Record> T readFile(Path file, String text, Class<T> type) {
    return RecordBinder.bind(new YamlFile(YAML).parsed(file, text), type);
  }

  /** Whether a text is one of YAML that says nothing, not even an empty mapping: {@code {}}. */
  public static boolean isBlank(String yaml) {
    try {
      JsonNode tree = YAML.readTree(yaml);
      return tree.isMissingNode() || tree.isNull();
    } catch (JsonProcessingException malformed) {
      return false;
    }
  }

  /** The tree of built-in defaults. */
  static ObjectNode defaults(Class<?> type, String resource) {
    try {
      return (ObjectNode) YAML.readTree(resource(type, resource));
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("resource " + resource, broken);
    }
  }

  /** The text of a resource beside a type. */
  static String resource(Class<?> type, String resource) {
    try (InputStream in = type.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + resource + " beside " + type.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new IllegalStateException("resource " + resource, broken);
    }
  }

  /** A file that lists such elements lists all of them: the built-in ones are an example. */
  private static void replaceWholes(
      ObjectNode tree, ObjectNode read, Class<? extends Record> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Keys.outside(component.getName());
      if (component.isAnnotationPresent(Inherits.class) && read.hasNonNull(key)) {
        tree.remove(key);
      }
    }
  }

  /** Lays one tree over another, value by value. */
  static void merge(ObjectNode below, ObjectNode above) {
    above
        .properties()
        .forEach(entry -> {
          JsonNode old = below.get(entry.getKey());
          if (old instanceof ObjectNode outer && entry.getValue() instanceof ObjectNode inner) {
            merge(outer, inner);
          } else if (!(old instanceof ObjectNode) || !isEmpty(entry.getValue())) {
            below.set(entry.getKey(), entry.getValue());
          }
        });
  }

  /** Whether a section has nothing in it, not even a brace: it changes nothing then. */
  private static boolean isEmpty(JsonNode section) {
    return section.isNull() || (section.isTextual() && section.textValue().isEmpty());
  }
}
