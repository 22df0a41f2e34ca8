package dev.vitrine.observability.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.vitrine.observability.slo.Slo;
import dev.vitrine.observability.testing.Committed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether what {@code compose.yaml} names is there, and listens where others look for it. */
class ComposeTest {
  private static final Pattern EXACT =
      Pattern.compile("[a-z-]+/[a-z-]+:v?[0-9]+\\.[0-9]+\\.[0-9]+");
  private static final Pattern PUBLISHED = Pattern.compile("127\\.0\\.0\\.1:([0-9]+):([0-9]+)");
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<![\\w.-])([a-z][a-z-]*|127\\.0\\.0\\.1|0\\.0\\.0\\.0):([0-9]{4,5})(?![\\w.])");

  /** Ports that a program listens on by itself, which none of these files says. */
  private static final Map<String, Set<Integer>> BY_THEMSELVES =
      Map.of(
          "prometheus", Set.of(9090),
          "alertmanager", Set.of(9093),
          "grafana", Set.of(3000),
          "jaeger", Set.of(16686, 8888),
          "loki", Set.of(3100),
          "otel-collector", Set.of(8888));

  private static final Slo PROMISED = Slo.read(Committed.FOLDER.resolve("slo.yaml"));

  @Test
  void pinsEachImage() throws Exception {
    assertThat(services().values())
        .hasSize(7)
        .allSatisfy(service -> assertThat(service.get("image").asText()).matches(EXACT));
  }

  @Test
  void listensOnThisMachineAlone() throws Exception {
    List<String> ports = new ArrayList<>();
    services().values().forEach(it -> it.path("ports").forEach(port -> ports.add(port.asText())));

    assertThat(ports).hasSizeGreaterThan(5).allSatisfy(port -> assertThat(port).matches(PUBLISHED));
    assertThat(ports.stream().map(port -> port.split(":", -1)[1])).doesNotHaveDuplicates();
    assertThat(ports.stream().map(port -> port.split(":", -1)[1]))
        .doesNotContain("8080", "8081", "3000", "3001", "8000", "8001", "15432");
  }

  @Test
  void checksTheHealthOfEach() throws Exception {
    services()
        .forEach((name, service) -> {
          boolean disabled = service.at("/healthcheck/disable").asBoolean();
          assertThat(service.at("/healthcheck/test").isEmpty()).as(name).isEqualTo(disabled);
          assertThat(disabled).as(name).isEqualTo(name.equals("otel-collector"));
        });
  }

  @Test
  void mountsWhatThereIs() throws Exception {
    Set<String> volumes = new TreeSet<>();
    for (Map.Entry<String, JsonNode> service : services().entrySet()) {
      for (JsonNode mount : service.getValue().path("volumes")) {
        String from = mount.asText().split(":", -1)[0];
        if (from.startsWith(".")) {
          assertThat(Committed.FOLDER.resolve(from)).as(service.getKey()).exists();
          assertThat(mount.asText()).as(service.getKey()).endsWith(":ro");
        } else {
          volumes.add(from);
        }
      }
    }

    assertThat(volumes).isEqualTo(new TreeSet<>(names(compose().get("volumes"))));
  }

  @Test
  void startsEachByAFileThatIsMounted() throws Exception {
    int found = 0;
    for (Map.Entry<String, JsonNode> service : services().entrySet()) {
      List<String> targets = new ArrayList<>();
      service
          .getValue()
          .path("volumes")
          .forEach(mount -> targets.add(mount.asText().split(":", -1)[1]));
      for (JsonNode argument : service.getValue().path("command")) {
        if (argument.asText().contains("config")) {
          String file = argument.asText().replaceAll(".*=", "");
          assertThat(targets).as(service.getKey()).contains(file);
          found++;
        }
      }
    }

    assertThat(found).isEqualTo(6);
  }

  /** What an alert links to is where a browser on this machine finds it. */
  @Test
  void saysWhereItIsFoundFromOutside() throws Exception {
    for (String name : List.of("prometheus", "alertmanager")) {
      JsonNode service = services().get(name);
      String published = service.at("/ports/0").asText().split(":", -1)[1];
      List<String> arguments = new ArrayList<>();
      service.get("command").forEach(argument -> arguments.add(argument.asText()));

      assertThat(arguments).contains("--web.external-url=http://localhost:" + published);
    }
  }

  @Test
  void waitsForServicesThatThereAre() throws Exception {
    Map<String, JsonNode> services = services();

    services
        .values()
        .forEach(service ->
            service
                .path("depends_on")
                .properties()
                .forEach(other -> {
                  assertThat(services).containsKey(other.getKey());
                  assertThat(services.get(other.getKey()).at("/healthcheck/test")).isNotEmpty();
                }));
  }

  /** Whoever is named by host and port listens there; on the machine, what is published does. */
  @Test
  void findsEachPortOpen() throws Exception {
    Map<String, Set<Integer>> open = open();
    List<String> named = new ArrayList<>();

    for (Path file : configurations()) {
      Matcher address = ADDRESS.matcher(Files.readString(file).replaceAll("(?m)(^|\\s)#.*$", ""));
      while (address.find()) {
        String host = address.group(1);
        if (!host.equals("0.0.0.0")) {
          named.add(address.group());
          assertThat(open)
              .as("%s of %s", address.group(), file)
              .hasEntrySatisfying(
                  host, ports -> assertThat(ports).contains(Integer.valueOf(address.group(2))));
        }
      }
    }

    assertThat(named).hasSizeGreaterThan(15);
  }

  /** As Prometheus calls them in rules; and in a file that is mounted. */
  @Test
  void scrapesEachServiceByItsName() throws Exception {
    Map<String, String> scraped = new HashMap<>();
    JsonNode config =
        new YAMLMapper().readTree(Committed.FOLDER.resolve("prometheus/scraper.yaml").toFile());

    for (JsonNode job : config.get("scrape_configs")) {
      String file = job.at("/file_sd_configs/0/files/0").asText();
      scraped.put(job.get("job_name").asText(), file);
    }

    assertThat(scraped.keySet()).isEqualTo(Set.copyOf(PROMISED.services()));
    scraped.forEach((name, file) ->
        assertThat(file).startsWith("/vitrine/.vitrine/").endsWith("/" + name + ".json"));
    assertThat(services().get("scraper").get("volumes").toString()).contains("\"..:/vitrine:ro\"");
  }

  private static Map<String, Set<Integer>> open() throws Exception {
    Map<String, Set<Integer>> open = new HashMap<>();
    Set<Integer> machine = new TreeSet<>(Set.of(9091)); // the scraper's own
    BY_THEMSELVES.forEach((name, ports) -> open.put(name, new TreeSet<>(ports)));
    open.get("otel-collector").addAll(listening("collector/collector.yaml"));
    open.get("jaeger").addAll(listening("jaeger/jaeger.yaml"));
    for (Map.Entry<String, JsonNode> service : services().entrySet()) {
      for (JsonNode port : service.getValue().path("ports")) {
        Matcher published = PUBLISHED.matcher(port.asText());
        assertThat(published.matches()).isTrue();
        assertThat(open.get(service.getKey())).contains(Integer.valueOf(published.group(2)));
        machine.add(Integer.valueOf(published.group(1)));
      }
      // A check looks at its own container from inside.
      Matcher inside = ADDRESS.matcher(service.getValue().path("healthcheck").toString());
      while (inside.find()) {
        machine.add(Integer.valueOf(inside.group(2)));
        assertThat(service.getKey().equals("scraper") ? Set.of(9091) : open.get(service.getKey()))
            .contains(Integer.valueOf(inside.group(2)));
      }
    }
    open.put("127.0.0.1", machine);
    open.put("localhost", machine); // of people; and Prometheus scrapes itself by it
    return open;
  }

  private static Set<Integer> listening(String file) throws Exception {
    Set<Integer> ports = new TreeSet<>();
    Matcher address = ADDRESS.matcher(Files.readString(Committed.FOLDER.resolve(file)));
    while (address.find()) {
      if (address.group(1).equals("0.0.0.0")) {
        ports.add(Integer.valueOf(address.group(2)));
      }
    }
    return ports;
  }

  private static List<Path> configurations() throws Exception {
    return Stream.of(
            List.of(Committed.FOLDER.resolve("compose.yaml")),
            Committed.list("collector", ".yaml"),
            Committed.list("jaeger", ".yaml"),
            Committed.list("prometheus", ".yaml"),
            Committed.list("grafana/provisioning/datasources", ".yaml"))
        .flatMap(List::stream)
        .toList();
  }

  private static JsonNode compose() throws Exception {
    return new YAMLMapper().readTree(Committed.FOLDER.resolve("compose.yaml").toFile());
  }

  private static Map<String, JsonNode> services() throws Exception {
    Map<String, JsonNode> services = new HashMap<>();
    compose().get("services").properties().forEach(it -> services.put(it.getKey(), it.getValue()));
    return services;
  }

  private static List<String> names(JsonNode map) {
    List<String> names = new ArrayList<>();
    map.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
