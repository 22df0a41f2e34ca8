package dev.vitrine.observability.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.vitrine.observability.testing.Committed;
import dev.vitrine.platform.telemetry.Buckets;
import dev.vitrine.platform.telemetry.SpanType;
import io.opentelemetry.semconv.HttpAttributes;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the collector, and Jaeger, which is one too, would refuse at their start. */
class CollectorTest {
  private static final List<String> KINDS =
      List.of("receivers", "processors", "exporters", "connectors");

  /** A variable of the environment with a default; or a dollar that stands for itself. */
  private static final Pattern DOLLAR = Pattern.compile("\\$\\{env:[A-Z_]+:-[^}]+}|\\$\\$");

  @ParameterizedTest
  @ValueSource(strings = {"collector", "jaeger"})
  void haveWhatTheirPipelinesName(String program) throws Exception {
    JsonNode config = read(program);
    Set<String> defined = new TreeSet<>();
    KINDS.forEach(kind ->
        config.path(kind).fieldNames().forEachRemaining(name -> defined.add(kind + " " + name)));
    Set<String> used = new TreeSet<>();

    for (JsonNode pipeline : config.at("/service/pipelines")) {
      for (Map.Entry<String, JsonNode> end : pipeline.properties()) {
        end.getValue().forEach(name -> used.add(kindOf(config, end.getKey(), name.asText())));
      }
    }

    assertThat(used).isEqualTo(defined);
    assertThat(texts(config.at("/service/extensions")))
        .containsExactlyInAnyOrderElementsOf(names(config.path("extensions")));
  }

  @Test
  void connectsEachConnectorOnBothEnds() throws Exception {
    JsonNode config = read("collector");
    Set<String> into = new HashSet<>();
    Set<String> outOf = new HashSet<>();

    for (JsonNode pipeline : config.at("/service/pipelines")) {
      into.addAll(texts(pipeline.path("exporters")));
      outOf.addAll(texts(pipeline.path("receivers")));
    }

    assertThat(names(config.path("connectors"))).isNotEmpty();
    assertThat(into).containsAll(names(config.path("connectors")));
    assertThat(outOf).containsAll(names(config.path("connectors")));
  }

  @Test
  void countsSpansBeforeItLeavesAnyOut() throws Exception {
    JsonNode pipelines = read("collector").at("/service/pipelines");

    List<JsonNode> counting =
        pipelines.findParents("exporters").stream()
            .filter(it -> texts(it.path("exporters")).contains("spanmetrics"))
            .toList();

    assertThat(counting).hasSize(1);
    assertThat(texts(counting.getFirst().path("receivers"))).containsExactly("otlp");
    assertThat(texts(counting.getFirst().path("processors"))).containsExactly("memory_limiter");
  }

  /** What a client got wrong is an error of the attempt at the upstream, and of nobody else. */
  @Test
  void keepsWhatFailedAndNotWhatClientsGotWrong() throws Exception {
    JsonNode policies = read("collector").at("/processors/tail_sampling/policies");
    String status = "attributes[\"%s\"]".formatted(HttpAttributes.HTTP_RESPONSE_STATUS_CODE);

    assertThat(texts(policies.at("/0/ottl_condition/span")))
        .containsExactly(
            "status.code == STATUS_CODE_ERROR and not (%s >= 400 and %s < 500)"
                .formatted(status, status));
    assertThat(policies.findValuesAsText("type"))
        .containsExactly("ottl_condition", "latency", "probabilistic");
    assertThat(SpanType.UPSTREAM_ATTEMPT.attributes())
        .contains(HttpAttributes.HTTP_RESPONSE_STATUS_CODE);
  }

  /** Refused behind a connector, spans would come again that have been counted. */
  @Test
  void limitsItsMemoryWhereSomethingComesInAndNowhereElse() throws Exception {
    JsonNode config = read("collector");
    List<String> connectors = names(config.path("connectors"));
    int comingIn = 0;

    for (JsonNode pipeline : config.at("/service/pipelines")) {
      List<String> processors = texts(pipeline.path("processors"));
      if (connectors.containsAll(texts(pipeline.get("receivers")))) {
        assertThat(processors).doesNotContain("memory_limiter");
      } else {
        assertThat(processors).first().isEqualTo("memory_limiter");
        comingIn++;
      }
    }

    assertThat(comingIn).isEqualTo(2);
  }

  @Test
  void countsInSecondsLikeJaegerAndInTheBucketsOfTheServices() throws Exception {
    JsonNode counted = read("collector").at("/connectors/spanmetrics");
    JsonNode asked =
        read("jaeger").at("/extensions/jaeger_storage/metric_backends/counted/prometheus");

    assertThat(counted.at("/histogram/unit").asText()).isEqualTo("s");
    assertThat(asked.get("latency_unit").asText()).isEqualTo("s");
    assertThat(counted.get("namespace").asText().replace('.', '_'))
        .isEqualTo(asked.get("metric_namespace").asText());
    assertThat(
            texts(counted.at("/histogram/explicit/buckets")).stream().map(CollectorTest::duration))
        .containsExactlyElementsOf(Arrays.asList(Buckets.http()));
  }

  @Test
  void keepsEachQueueOnDisk() throws Exception {
    JsonNode config = read("collector");
    List<String> kept = new ArrayList<>();

    for (Map.Entry<String, JsonNode> exporter : config.get("exporters").properties()) {
      if (exporter.getKey().startsWith("otlp")) {
        kept.add(exporter.getValue().at("/sending_queue/storage").asText());
      }
    }

    assertThat(kept).hasSize(2).containsOnly("file_storage");
    assertThat(config.path("extensions").has("file_storage")).isTrue();
  }

  @Test
  void leadsEachLineToTheEndOfItsOperators() throws Exception {
    JsonNode operators = read("collector").at("/receivers/filelog/operators");
    Set<String> ids = new HashSet<>();
    Set<String> targets = new HashSet<>();

    for (JsonNode operator : operators) {
      ids.add(operator.path("id").asText());
      targets.addAll(operator.findValuesAsText("output"));
      targets.addAll(operator.findValuesAsText("default"));
    }

    assertThat(targets).isNotEmpty().isSubsetOf(ids);
    assertThat(operators.get(operators.size() - 1).get("id").asText()).isEqualTo("end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"collector", "jaeger"})
  void useKeysThatThereAre(String program) throws Exception {
    JsonNode known = known().get(program);
    JsonNode config = read(program);
    List<String> unknown = new ArrayList<>();

    for (String kind :
        List.of("receivers", "processors", "exporters", "connectors", "extensions")) {
      for (Map.Entry<String, JsonNode> component : config.path(kind).properties()) {
        String type = component.getKey().replaceAll("/.*", "");
        compare(kind + "." + type, component.getValue(), known.path(kind).path(type), unknown);
      }
    }

    assertThat(unknown).isEmpty();
  }

  /** A dollar is the beginning of a variable. */
  @ParameterizedTest
  @ValueSource(strings = {"collector", "jaeger"})
  void nameVariablesInFull(String program) throws Exception {
    String text = Files.readString(Committed.FOLDER.resolve(program + "/" + program + ".yaml"));

    assertThat(DOLLAR.matcher(text.replaceAll("(?m)#.*$", "")).replaceAll("")).doesNotContain("$");
  }

  @Test
  void aKeyThatThereIsNotIsFound() throws Exception {
    JsonNode wrong = new YAMLMapper().readTree("{decision_wait: 5s, polices: []}");
    List<String> unknown = new ArrayList<>();

    compare("it", wrong, known().at("/collector/processors/tail_sampling"), unknown);

    assertThat(unknown).containsExactly("it.polices");
  }

  private static void compare(String path, JsonNode value, JsonNode known, List<String> unknown) {
    if (known.isMissingNode()) {
      unknown.add(path);
    } else if (value.isArray()) {
      value.forEach(element -> compare(path, element, known, unknown));
    } else if (value.isObject() && !known.asText().equals("any")) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        compare(path + "." + field.getKey(), field.getValue(), known.path(field.getKey()), unknown);
      }
    }
  }

  private static String kindOf(JsonNode config, String end, String name) {
    boolean connector = config.path("connectors").has(name);
    return (connector ? "connectors" : end) + " " + name;
  }

  private static Duration duration(String text) {
    return text.endsWith("ms")
        ? Duration.ofMillis(Long.parseLong(text.replace("ms", "")))
        : Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
  }

  private static JsonNode known() throws Exception {
    return new YAMLMapper()
        .readTree(
            Objects.requireNonNull(CollectorTest.class.getResourceAsStream("known-keys.yaml")));
  }

  private static JsonNode read(String program) throws Exception {
    return new YAMLMapper()
        .readTree(Committed.FOLDER.resolve(program + "/" + program + ".yaml").toFile());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static List<String> names(JsonNode map) {
    List<String> names = new ArrayList<>();
    map.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
