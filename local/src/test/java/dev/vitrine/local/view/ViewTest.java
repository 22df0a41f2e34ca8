package dev.vitrine.local.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.state.ChildState;
import dev.vitrine.local.state.Phase;
import dev.vitrine.local.state.SystemState;
import dev.vitrine.local.terminal.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static final ProcessIdentity OURSELVES = ProcessIdentity.current();
  private static final ProcessIdentity GONE = new ProcessIdentity(OURSELVES.pid(), "long ago");

  private final AtomicInteger status = new AtomicInteger(200);
  private HttpServer management;

  @BeforeEach
  void start() throws IOException {
    management = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    management.createContext(
        "/health/ready",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    management.start();
  }

  @AfterEach
  void stop() {
    management.stop(0);
  }

  @Test
  void aTableHasARowForEachProcessAndWhatTheyHoldInAll() throws InterruptedException {
    List<String> table = SystemView.of(state(OURSELVES)).table(Terminal.NONE);

    assertThat(table).hasSize(4);
    assertThat(table.get(0)).matches(" *SERVICE +# +URL +MANAGEMENT +PID +MEMORY +READY");
    assertThat(table.get(1))
        .matches(" *gateway +1 +http://127.0.0.1:8080 +http://127.0.0.1:\\d+ +\\d+ +\\d+ MiB +yes");
    assertThat(table.get(2)).matches(" *supervisor +\\d+ +\\d+ MiB");
    assertThat(table.get(3)).matches(" *in all +\\d+ MiB");
  }

  @Test
  void jsonHasWhatProgramsNeed() throws InterruptedException, IOException {
    JsonNode json = new ObjectMapper().readTree(SystemView.of(state(OURSELVES)).json());

    assertThat(json).hasSize(1);
    assertThat(json.get(0).path("service").asText()).isEqualTo("gateway");
    assertThat(json.get(0).path("replica").asInt()).isEqualTo(1);
    assertThat(json.get(0).path("pid").asLong()).isEqualTo(OURSELVES.pid());
    assertThat(json.get(0).path("port").asInt()).isEqualTo(8080);
    assertThat(json.get(0).path("management_port").asInt()).isEqualTo(managementPort());
    assertThat(json.get(0).path("ready").asBoolean()).isTrue();
    assertThat(json.get(0).path("memory_bytes").asLong()).isPositive();
  }

  @Test
  void readinessIsWhatTheProcessSaysNow() throws InterruptedException {
    status.set(503);

    assertThat(SystemView.of(state(OURSELVES)).allReady()).isFalse();
  }

  @Test
  void aProcessThatHasEndedIsNotReadyWhoeverAnswersAtItsPort() throws InterruptedException {
    SystemView view = SystemView.of(state(GONE));

    assertThat(view.allReady()).isFalse();
    assertThat(view.table(Terminal.NONE).get(1)).endsWith("no");
  }

  @Test
  void recipesAreReadyToPaste() {
    assertThat(Recipes.lines(state(OURSELVES), Terminal.NONE))
        .allMatch(line -> line.matches(" *(curl -s '?http://127.0.0.1:\\d+/.*|(Try|Watch) it:.*)"))
        .anyMatch(line -> line.endsWith("/products/1"))
        .anyMatch(line -> line.endsWith(":" + managementPort() + "/upstreams"));
  }

  @Test
  void recipesEndWithThePageThatShowsTheGatewayAtWork() {
    assertThat(Recipes.lines(state(OURSELVES), Terminal.NONE))
        .last()
        .isEqualTo("  Watch it: http://127.0.0.1:" + managementPort() + "/console");
  }

  @Test
  void recipesQuoteWhatAShellWouldTakeForAPattern() {
    SystemState here =
        new SystemState(
            Phase.READY,
            OURSELVES,
            "::1",
            List.of(new ChildState("gateway", 1, OURSELVES, 8080, 8081, true)));

    assertThat(Recipes.lines(here, Terminal.NONE))
        .contains(
            "  curl -s 'http://[::1]:8080/health'", "  curl -s 'http://[::1]:8081/upstreams'");
  }

  @Test
  void prometheusIsAskedItselfAndItsAlertsAreAPageToOpen() throws InterruptedException {
    management.createContext(
        "/-/ready",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    ChildState prometheus =
        new ChildState("prometheus", 1, OURSELVES, managementPort(), null, true);
    SystemState here = state(OURSELVES).with(prometheus);

    assertThat(SystemView.of(here).table(Terminal.NONE).get(2))
        .matches(" *prometheus +1 +http://127.0.0.1:\\d+ +\\d+ +\\d+ MiB +yes");
    assertThat(Recipes.lines(here, Terminal.NONE))
        .contains("  Ask it: http://127.0.0.1:" + managementPort() + "/alerts");
  }

  @Test
  void withoutAGatewayThereIsNothingToPaste() {
    SystemState empty = new SystemState(Phase.READY, OURSELVES, "127.0.0.1", List.of());

    assertThat(Recipes.lines(empty, Terminal.NONE)).isEmpty();
  }

  private SystemState state(ProcessIdentity gateway) {
    return new SystemState(
        Phase.READY,
        OURSELVES,
        "127.0.0.1",
        List.of(new ChildState("gateway", 1, gateway, 8080, managementPort(), true)));
  }

  private int managementPort() {
    return management.getAddress().getPort();
  }
}
