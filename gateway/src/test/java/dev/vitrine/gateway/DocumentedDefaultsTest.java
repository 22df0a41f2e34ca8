package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.vitrine.platform.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the page of all defaults promises: a value that is left out is the one of the page. */
class DocumentedDefaultsTest {
  private static final Path PAGE = Path.of("..", "docs", "gateway-configuration.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]*)` \\| ");
  private static final YAMLMapper YAML = new YAMLMapper();

  /** Each section that is absent by default, with no more than it needs. */
  private static final String SECTIONS =
      """
      edge:
        tokens: {issuer: a, audience: a, jwks-upstream: a, jwks-path: /keys}
        tls: {certificate: chain.pem, key: key.pem}
      route-defaults:
        protection:
          access: {mode: unchecked}
          rate-limit: {requests: 1, per: 1s}
          cors: {origins: ["https://shop.example"]}
      upstreams:
        a: {endpoints: []}
        NAME: {dns: {name: shop, port: 80}}
      routes: []
      """;

  /** What stands in place of such an upstream for keys that go with nothing else. */
  private static final Map<String, String> UPSTREAMS =
      Map.of(
          "upstreams.NAME.dns.port", "{dns: {name: shop, type: srv}}",
          "upstreams.NAME.endpoints", "{}",
          "upstreams.NAME.endpoints[].management", "{endpoints: [{address: 'shop:80'}]}",
          "upstreams.NAME.kubernetes", "{kubernetes: {service: shop}}");

  @TempDir private Path folder;

  private record Documented(String key, String value) {}

  @TestFactory
  List<DynamicTest> leavingAValueOutGivesTheDocumentedOne() throws Exception {
    return documented().stream()
        .map(it -> DynamicTest.dynamicTest(it.key(), () -> assertIsGivenByLeavingOut(it)))
        .toList();
  }

  @Test
  void documentsTheDefaultsOfSectionsThatAreAbsentByDefault() throws Exception {
    assertThat(documented())
        .contains(
            new Documented("edge.tokens.leeway", "60s"),
            new Documented("edge.tokens.refresh", "5m"),
            new Documented("edge.tokens.refresh-at-most", "10s"),
            new Documented("edge.tls.poll", "1s"),
            new Documented("route-defaults.protection.rate-limit.clients", "65536"),
            new Documented("route-defaults.protection.cors.credentials", "false"),
            new Documented("route-defaults.protection.cors.max-age", "10m"),
            new Documented("route-defaults.protection.rate-limit.burst", "null"),
            new Documented("route-defaults.protection.cors.methods", "[]"),
            new Documented("route-defaults.protection.cors.headers", "[]"),
            new Documented("route-defaults.protection.access.scopes", "[]"),
            new Documented("upstreams.NAME.kubernetes.namespace", "null"),
            new Documented("upstreams.NAME.kubernetes.port", "null"),
            new Documented("upstreams.NAME.kubernetes.management-port", "null"),
            new Documented("upstreams.NAME.dns.type", "a"));
  }

  private void assertIsGivenByLeavingOut(Documented documented) throws Exception {
    GatewayConfig leftOut = read(without(documented.key()));
    GatewayConfig written = read(with(documented.key(), YAML.readTree(documented.value())));

    assertThat(leftOut).isEqualTo(written);
  }

  private static List<Documented> documented() throws Exception {
    return ROW.matcher(Files.readString(PAGE)).results().map(DocumentedDefaultsTest::row).toList();
  }

  private static Documented row(MatchResult row) {
    return new Documented(row.group(1), row.group(2));
  }

  private static JsonNode without(String key) throws Exception {
    JsonNode tree = sections(key);
    section(tree, key).remove(last(key));
    return tree;
  }

  private static JsonNode with(String key, JsonNode value) throws Exception {
    JsonNode tree = sections(key);
    section(tree, key).set(last(key), value);
    return tree;
  }

  private static JsonNode sections(String key) throws Exception {
    ObjectNode tree = (ObjectNode) YAML.readTree(SECTIONS);
    for (Map.Entry<String, String> each : UPSTREAMS.entrySet()) {
      if (key.equals(each.getKey()) || key.startsWith(each.getKey() + ".")) {
        tree.withObject("/upstreams").set("NAME", YAML.readTree(each.getValue()));
      }
    }
    return tree;
  }

  /** The section of a key, made where there is none. */
  private static ObjectNode section(JsonNode tree, String key) {
    ObjectNode section = (ObjectNode) tree;
    String[] path = key.split("\\.", -1);
    for (int i = 0; i < path.length - 1; i++) {
      String name = path[i].replace("[]", "");
      section =
          name.equals(path[i])
              ? section.withObject("/" + name)
              : (ObjectNode) section.withArray("/" + name).get(0);
    }
    return section;
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }

  private GatewayConfig read(JsonNode tree) throws Exception {
    Path file = Files.writeString(folder.resolve("gateway.yaml"), YAML.writeValueAsString(tree));
    return Configuration.of(Map.of(Configuration.FILE_VARIABLE, file.toString()))
        .read(GatewayConfig.class, "defaults.yaml");
  }
}
