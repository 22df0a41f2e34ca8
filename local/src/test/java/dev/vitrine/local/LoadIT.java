package dev.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.local.Sandbox.Answer;
import dev.vitrine.local.Sandbox.Started;
import dev.vitrine.local.file.FileTree;
import dev.vitrine.local.process.ProcessIdentity;
import dev.vitrine.local.state.ChildState;
import dev.vitrine.local.state.Phase;
import dev.vitrine.local.state.StateFile;
import dev.vitrine.local.state.SystemState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code load}, in a process of its own. */
class LoadIT {
  /** Reads that it begins with, and does not count. */
  private static final int WARM_UP = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AtomicInteger asked = new AtomicInteger();

  @TempDir Path parent;
  private Path home = Path.of(".");
  private Sandbox vitrine;
  private HttpServer gateway;

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createDirectories(parent.resolve("home"));
    vitrine = new Sandbox(home);
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          boolean registration =
              exchange.getRequestMethod().equals("POST")
                  && exchange.getRequestURI().getPath().equals("/users");
          exchange.sendResponseHeaders(registration ? 201 : 200, -1);
          exchange.close();
        });
    gateway.start();
  }

  @AfterEach
  void stop() throws IOException {
    gateway.stop(0);
    FileTree.delete(home);
  }

  @Test
  void theGatewayThatRunsIsFoundAndItsAnswersAreSummedUp() throws Exception {
    runningAt("127.0.0.1");

    Answer load = vitrine.run("load", "--rate=40", "--duration=2s", "--errors=0", "--json");

    assertThat(load.code()).as(load.output()).isZero();
    JsonNode summary = new ObjectMapper().readTree(load.output());
    assertThat(summary.path("target").asText()).isEqualTo("http://127.0.0.1:" + port());
    assertThat(summary.path("requests").asInt()).isEqualTo(asked.get() - WARM_UP).isPositive();
    assertThat(summary.path("good").asBoolean()).isTrue();
  }

  @Test
  void answersThatAreNotExpectedFailIt() throws Exception {
    Answer load =
        vitrine.run("load", "--port=" + port(), "--duration=1s", "--errors=100", "--rate=20");

    assertThat(load.code()).isEqualTo(1);
    assertThat(load.output())
        .contains("  mistake: ", "WRONG", "Not all was answered as expected.")
        .doesNotContain("DEBUG");
  }

  @Test
  void ctrlCSumsUpWhatThereIs() throws Exception {
    Started load = vitrine.start("load", "--port=" + port(), "--duration=1h", "--errors=0");
    await().atMost(PATIENCE).until(() -> asked.get() > WARM_UP + 5);

    load.signal("INT");

    assertThat(load.answer().output())
        .contains("OPERATION", " requests in ", "All was answered as expected.");
    assertThat(load.answer().code()).isZero();
  }

  @Test
  void whatIsNotOnThisMachineIsNotAsked() throws Exception {
    runningAt("192.0.2.1");

    Answer load = vitrine.run("load", "--duration=1s");

    assertThat(load.code()).isEqualTo(1);
    assertThat(load.output()).contains("192.0.2.1:" + port() + " is not a loopback address");
    assertThat(asked).hasValue(0);
  }

  @Test
  void withoutAGatewayItSaysHowToGetOne() throws Exception {
    assertThat(vitrine.run("load"))
        .isEqualTo(
            new Answer(
                3,
                "vitrine: nothing is running: ./vitrine up starts it;"
                    + " --port N asks another gateway\n"));
    gateway.stop(0);
    assertThat(vitrine.run("load", "--port=" + port()))
        .isEqualTo(new Answer(1, "vitrine: nobody listens at 127.0.0.1:" + port() + "\n"));
  }

  private int port() {
    return gateway.getAddress().getPort();
  }

  private void runningAt(String host) throws IOException {
    ProcessIdentity we = ProcessIdentity.current();
    Files.createDirectories(vitrine.state());
    new StateFile(vitrine.state().resolve("state.json"))
        .write(
            new SystemState(
                Phase.READY,
                we,
                host,
                List.of(new ChildState("gateway", 1, we, port(), null, true))));
  }
}
