package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSchemaTest {
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void isPublishedAsItIs() throws Exception {
    Path published = Path.of("..", "docs", "gateway.schema.json");
    if (Boolean.getBoolean("vitrine.docs.record")) {
      Files.writeString(published, ConfigFile.schema());
    }

    assertThat(Files.readString(published))
        .as("java -jar gateway/target/gateway.jar --schema > docs/gateway.schema.json")
        .isEqualTo(ConfigFile.schema());
  }

  @Test
  void takesTheDefaults() throws Exception {
    try (InputStream defaults =
        Objects.requireNonNull(GatewayConfig.class.getResourceAsStream("defaults.yaml"))) {
      assertThat(isValid(new String(defaults.readAllBytes(), StandardCharsets.UTF_8))).isTrue();
    }
  }

  @Test
  void saysWhatEachValueMeans() {
    JsonObject schema = new JsonObject(ConfigFile.schema());

    assertThat(description(schema, "upstreams", "additionalProperties", "probe", "fall"))
        .startsWith("failures in a row");
    assertThat(description(schema, "routes", "items", "retry", "most")).startsWith("times that");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown: 1",
        "http: {port: many}",
        "upstreams: {a: {client: {protocol: h3}}}",
        "upstreams: {a: {probe: {interval: often}}}",
        "routes: [{path: 7}]",
        "routes: {path: /a}",
        "routes: [{}]",
        "routes: [{path: /a}]",
        "upstreams: {a: {endpoints: [{}]}}",
        "upstreams: {a: {dns: {port: 80}}}",
        "edge: {tokens: {issuer: a}}",
        "edge: {tls: {key: a}}",
        "route-defaults: {protection: {cors: {methods: [GET]}}}",
        "route-defaults: {protection: {cors: {origins: []}}}",
        "route-defaults: {protection: {rate-limit: {requests: 1}}}"
      })
  void refusesWhatTheGatewayRefuses(String yaml) throws Exception {
    assertThat(isValid(yaml)).isFalse();
  }

  @Test
  void leavesToASectionWhatItSaysForItsElements() throws Exception {
    String section = "route-defaults: {protection: {rate-limit: {requests: 100, per: 1s}}}";
    String routes = "routes: [{path: /a, upstream: a, protection: {rate-limit: {requests: 5}}}]";

    assertThat(isValid(section + "\n" + routes)).isTrue();
  }

  private static String description(
      JsonObject schema, String section, String elements, String record, String key) {
    return schema
        .getJsonObject("properties")
        .getJsonObject(section)
        .getJsonObject(elements)
        .getJsonObject("properties")
        .getJsonObject(record)
        .getJsonObject("properties")
        .getJsonObject(key)
        .getString("description");
  }

  private static boolean isValid(String yaml) throws Exception {
    Validator validator =
        Validator.create(
            JsonSchema.of(new JsonObject(ConfigFile.schema())),
            new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("urn:vitrine"));
    OutputUnit result = validator.validate(new JsonObject(YAML.readTree(yaml).toString()));
    return Boolean.TRUE.equals(result.getValid());
  }
}
