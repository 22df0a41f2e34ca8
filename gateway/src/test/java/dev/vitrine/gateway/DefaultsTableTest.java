package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the page of all defaults, which is made of {@code defaults.yaml} and the schema. */
class DefaultsTableTest {
  private static final Path PAGE = Path.of("..", "docs", "gateway-configuration.md");

  /** Said by the file itself: they are lists and maps of what a shop has. */
  private static final Set<String> OF_THE_SHOP = Set.of("upstreams", "routes");

  private static final String HEAD =
      """
      # Every default of the gateway

      A file named by `VITRINE_CONFIG` lies above these, an environment variable above both: `http.port` is `VITRINE_HTTP_PORT`.
      What is under `upstream-defaults` holds for each upstream that does not say otherwise (`upstreams.NAME.probe.fall`), what is
      under `route-defaults` for each route. Where a section is `null`, the rows below it are what it has once it is there and does
      not say otherwise. Upstreams and routes themselves, and the form of the whole, are in
      [defaults.yaml](../gateway/src/main/resources/dev/vitrine/gateway/defaults.yaml); editors and `--check` know it by
      [gateway.schema.json](gateway.schema.json).

      What changes in the file while the gateway runs is taken over, as far as it is upstreams and routes, once it has been the
      same at two looks, `discovery.poll` apart. A file with a fault, one that says nothing and one that is gone change nothing,
      which the log, `gateway_config_faulty` and `/upstreams` tell; `{}` asks for the built-in upstreams and routes. A file
      that is cut off in its middle, and stays so for longer than that, may still be a whole configuration, with fewer routes: nobody
      can tell. So write it beside the old one and rename it (`mv gateway.yaml.new gateway.yaml`), as Kubernetes does with what it mounts.
      The same holds for the file of endpoints (`discovery.file`).

      This page is written by `DefaultsTableTest` (`-Dvitrine.docs.record=true`); do not edit it.

      | key | default | meaning |
      |---|---|---|
      """;

  private record Row(String key, String value, String meaning) {
    String line() {
      return "| `%s` | `%s` | %s |\n".formatted(key, value, meaning.replace("|", "\\|"));
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
  void saysWhatEachMeans() throws Exception {
    assertThat(rows()).filteredOn(row -> row.meaning().isEmpty()).extracting(Row::key).isEmpty();
  }

  private static List<Row> rows() throws Exception {
    JsonNode schema = new ObjectMapper().readTree(ConfigFile.schema());
    try (InputStream file =
        Objects.requireNonNull(GatewayConfig.class.getResourceAsStream("defaults.yaml"))) {
      List<Row> rows = new ArrayList<>();
      collect("", new YAMLMapper().readTree(file), schema, rows);
      JsonNode upstream = schema.at("/properties/upstreams/additionalProperties");
      collectOwn("upstreams.NAME", upstream, rows);
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

  /** Those of a section that is absent by default: the schema has them from the records. */
  private static void collectOwn(String path, JsonNode section, List<Row> rows) {
    section
        .path("properties")
        .properties()
        .forEach(field -> {
          String key = path + "." + field.getKey();
          JsonNode described = field.getValue();
          if (described.has("default")) {
            String value = described.path("default").asText();
            rows.add(new Row(key, value, described.path("description").asText()));
          }
          collectOwn(key, described, rows);
        });
  }

  private static String text(JsonNode value) {
    return value.toString().toLowerCase(Locale.ROOT);
  }
}
