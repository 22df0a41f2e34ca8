package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the page of all defaults, which is made of {@code defaults.yaml} and the schema. */
class DefaultsTableTest {
  private static final Path PAGE = Path.of("..", "docs", "gateway-configuration.md");

  /** Said by the file itself: they are lists and maps of what a shop has. */
  private static final Set<String> OF_THE_SHOP = Set.of("upstreams", "routes");

  /** Where what elements of these have in common is told. */
  private static final Map<String, String> SECTIONS =
      Map.of("upstreams.NAME.", "upstream-defaults.", "routes[].", "route-defaults.");

  private static final String HEAD =
      """
      # Every default of the gateway

      A file named by `VITRINE_CONFIG` lies above these, an environment variable above both: `http.port` is `VITRINE_HTTP_PORT`.
      What is under `upstream-defaults` holds for each upstream that does not say otherwise (`upstreams.NAME.probe.fall`), what is
      under `route-defaults` for each route. Where a section is `null`, the rows below it are what it has once it is there and does
      not say otherwise; *required* is what it cannot do without. Upstreams and routes themselves, and the form of the whole, are in
      [defaults.yaml](../gateway/src/main/resources/dev/vitrine/gateway/defaults.yaml); editors and `--check` know it by
      [gateway.schema.json](gateway.schema.json).

      What changes in the file while the gateway runs is taken over, as far as it is upstreams and routes, once it has been the
      same at two looks, `discovery.poll` apart. A file with a fault, one that says nothing and one that is gone change nothing,
      which the log, `gateway_config_faulty` and `/upstreams` tell; `{}` asks for the built-in upstreams and routes. A file
      that is cut off in its middle, and stays so for longer than that, may still be a whole configuration, with fewer routes: nobody
      can tell. So write it beside the old one and rename it (`mv gateway.yaml.new gateway.yaml`), as Kubernetes does with what it mounts.
      The same holds for the file of endpoints (`discovery.file`). One mapping in braces, as JSON is, cannot be cut off unseen, and is
      taken at once.

      This page is written by `DefaultsTableTest` (`-Dvitrine.docs.record=true`); do not edit it.

      | key | default | meaning |
      |---|---|---|
      """;

  private record Row(String key, String value, String meaning) {
    static final String REQUIRED = "required";

    String line() {
      String shown = value.equals(REQUIRED) ? value : "`" + value + "`";
      return "| `%s` | %s | %s |\n".formatted(key, shown, meaning.replace("|", "\\|"));
    }
  }

  @Test
  void tellsEachDefault() throws Exception {
    String page = HEAD + rows().stream().map(Row::line).collect(Collectors.joining());
    if (Boolean.getBoolean("vitrine.docs.record")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as("mvn test -pl platform,gateway -Dtest=DefaultsTableTest -Dvitrine.docs.record=true")
        .isEqualTo(page);
  }

  @Test
  void tellsOfEachValueThatThereIs() throws Exception {
    Set<String> leaves = new HashSet<>();
    leaves("", new ObjectMapper().readTree(ConfigFile.schema()), leaves);
    Set<String> own = new HashSet<>(leaves);
    own.removeIf(leaf -> leaves.contains(inSection(leaf)));

    assertThat(rows()).extracting(Row::key).containsAll(own);
  }

  /** The row that tells of what elements share with their section; empty for what they do not. */
  private static String inSection(String leaf) {
    for (Map.Entry<String, String> each : SECTIONS.entrySet()) {
      if (leaf.startsWith(each.getKey())) {
        return each.getValue() + leaf.substring(each.getKey().length());
      }
    }
    return "";
  }

  /** The paths of all single values, and lists of them, of a schema. */
  private static void leaves(String path, JsonNode section, Set<String> leaves) {
    JsonNode inner = section.path("properties");
    JsonNode element = section.path("items");
    if (inner.isObject()) {
      String below = path.isEmpty() ? "" : path + ".";
      inner.properties().forEach(it -> leaves(below + it.getKey(), it.getValue(), leaves));
    } else if (element.has("properties")) {
      leaves(path + "[]", element, leaves);
    } else if (section.path("additionalProperties").isObject()) {
      leaves(path + ".NAME", section.path("additionalProperties"), leaves);
    } else {
      leaves.add(path);
    }
  }

  @Test
  void saysWhatEachMeans() throws Exception {
    assertThat(rows()).filteredOn(row -> row.meaning().isEmpty()).extracting(Row::key).isEmpty();
  }

  private static List<Row> rows() throws Exception {
    JsonNode schema = new ObjectMapper().readTree(ConfigFile.schema());
    try (InputStream file =
        Objects.requireNonNull(GatewayConfig.class.getResourceAsStream("defaults.yaml"))) {
      List<Row> rows = new ArrayList<>();
      collect("", new YAMLMapper().readTree(file), schema, rows);
      collectOwn("upstreams.NAME", element(schema, "upstreams", "upstream-defaults"), rows);
      collectOwn("routes[]", element(schema, "routes", "route-defaults"), rows);
      return rows;
    }
  }

  private static void collect(String path, JsonNode section, JsonNode schema, List<Row> rows) {
    section
        .properties()
        .forEach(field -> {
          String key = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
          JsonNode described = schema.path("properties").path(field.getKey());
          if (OF_THE_SHOP.contains(key)) {
            return;
          }
          if (field.getValue().isObject()) {
            collect(key, field.getValue(), described, rows);
          } else {
            String value =
                field.getValue().isTextual() ? field.getValue().asText() : text(field.getValue());
            rows.add(new Row(key, value, described.path("description").asText()));
            collectOwn(key, described, rows);
          }
        });
  }

  /** The form of one element of a list or map, without what its section of defaults tells. */
  private static JsonNode element(JsonNode schema, String key, String section) {
    JsonNode elements = schema.path("properties").path(key);
    ObjectNode element =
        elements.path(elements.has("items") ? "items" : "additionalProperties").deepCopy();
    schema
        .at("/properties/" + section + "/properties")
        .fieldNames()
        .forEachRemaining(element.withObject("/properties")::remove);
    return element;
  }

  /** Those of a section that is absent by default: the schema has them from the records. */
  private static void collectOwn(String path, JsonNode section, List<Row> rows) {
    Set<String> required = new HashSet<>();
    section.path("required").forEach(name -> required.add(name.asText()));
    section
        .path("properties")
        .properties()
        .forEach(field -> {
          String key = path + "." + field.getKey();
          JsonNode described = field.getValue();
          if (!described.has("properties")) {
            String value = required.contains(field.getKey()) ? Row.REQUIRED : leftOut(described);
            rows.add(new Row(key, value, described.path("description").asText()));
          }
          collectOwn(key, described, rows);
          collectOwn(key + "[]", described.path("items"), rows);
        });
  }

  private static String leftOut(JsonNode described) {
    boolean isList = described.path("type").asText().equals("array");
    return described.path("default").asText(isList ? "[]" : "null");
  }

  private static String text(JsonNode value) {
    return value.toString().toLowerCase(Locale.ROOT);
  }
}
