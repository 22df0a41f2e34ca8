package dev.vitrine.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.platform.testing.TestTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A headless Chromium, new and of its own, driven by chromedriver over the protocol of the W3C (<a
 * href="https://www.w3.org/TR/webdriver2/">WebDriver</a>), and over that of Chromium itself where
 * the former has no word.
 */
final class Browser {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern STARTED = Pattern.compile("started successfully on port (\\d+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private final int port;
  private final String session;

  private Browser(Process driver, Path program, Path folder)
      throws IOException, InterruptedException {
    this.driver = driver;
    this.port = port(driver.inputReader());
    this.session =
        "/session/" + post("/session", capabilities(program, folder)).at("/sessionId").asText();
  }

  /**
   * Starts it; without it, the test that asks is skipped.
   *
   * @param folder empty, for all that the browser writes
   */
  static Browser start(Class<?> test, Path folder) throws IOException, InterruptedException {
    Path driver = TestTool.require(test, "chromedriver");
    Path program = TestTool.require(test, "chromium", "chromium-browser", "google-chrome");
    Process process =
        new ProcessBuilder(driver.toString(), "--port=0").redirectErrorStream(true).start();
    try {
      return new Browser(process, program, folder);
    } catch (IOException failed) {
      process.destroy();
      throw failed;
    }
  }

  private static int port(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        return Integer.parseInt(started.group(1));
      }
    }
    throw new IOException("chromedriver has not started");
  }

  private static Map<String, Object> capabilities(Path program, Path folder) {
    List<String> arguments =
        List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--user-data-dir=" + folder);
    Map<String, Object> chromium = Map.of("binary", program.toString(), "args", arguments);
    return Map.of(
        "capabilities",
        Map.of(
            "alwaysMatch",
            Map.of("goog:chromeOptions", chromium, "goog:loggingPrefs", Map.of("browser", "ALL"))));
  }

  void open(String url) throws IOException, InterruptedException {
    post(session + "/url", Map.of("url", url));
  }

  /** The text of the first element of that kind, as a user sees it; empty where there is none. */
  String text(String selector) throws IOException, InterruptedException {
    return run("return document.querySelector(arguments[0])?.innerText ?? ''", selector).asText();
  }

  /** The texts of all elements of that kind. */
  List<String> texts(String selector) throws IOException, InterruptedException {
    JsonNode texts =
        run(
            "return [...document.querySelectorAll(arguments[0])].map((it) => it.innerText)",
            selector);
    return StreamSupport.stream(texts.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** What a function of this body returns. */
  JsonNode run(String body, Object... arguments) throws IOException, InterruptedException {
    return post(session + "/execute/sync", Map.of("script", body, "args", arguments));
  }

  /** Strikes these keys, one after the other; those without a character as WebDriver has them. */
  void strike(String... keys) throws IOException, InterruptedException {
    for (String key : keys) {
      List<Map<String, String>> strokes =
          List.of(Map.of("type", "keyDown", "value", key), Map.of("type", "keyUp", "value", key));
      post(
          session + "/actions",
          Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", strokes))));
    }
  }

  /** Opens another tab before this one; what is asked from now on is asked of that. */
  void openTab() throws IOException, InterruptedException {
    String handle = post(session + "/window/new", Map.of("type", "tab")).path("handle").asText();
    post(session + "/window", Map.of("handle", handle));
  }

  /** Closes that again. */
  void closeTab() throws IOException, InterruptedException {
    JsonNode left = send("DELETE", session + "/window", BodyPublishers.noBody());
    post(session + "/window", Map.of("handle", left.path(0).asText()));
  }

  /** Makes the screen so large, and people prefer that colour scheme: light, dark. */
  void dress(int width, int height, String scheme) throws IOException, InterruptedException {
    chromium(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    chromium(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** What is on the screen, as PNG. */
  byte[] picture() throws IOException, InterruptedException {
    JsonNode shot = chromium("Page.captureScreenshot", Map.of("format", "png"));
    return Base64.getDecoder().decode(shot.path("data").asText());
  }

  /** What the console of the browser says, since somebody last asked. */
  List<String> complaints() throws IOException, InterruptedException {
    JsonNode entries = post(session + "/se/log", Map.of("type", "browser"));
    return StreamSupport.stream(entries.spliterator(), false)
        .map(entry -> entry.path("message").asText())
        .toList();
  }

  private JsonNode chromium(String command, Map<String, Object> parameters)
      throws IOException, InterruptedException {
    return post(session + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  private JsonNode post(String path, Object body) throws IOException, InterruptedException {
    return send("POST", path, BodyPublishers.ofString(JSON.writeValueAsString(body)));
  }

  private JsonNode send(String method, String path, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .method(method, body)
            .build();
    JsonNode value =
        JSON.readTree(client.send(request, BodyHandlers.ofString()).body()).path("value");
    if (value.has("error")) {
      throw new IOException(value.path("error").asText() + ": " + value.path("message").asText());
    }
    return value;
  }

  /** Ends it, and returns when nothing of it runs any more. */
  void quit() throws IOException, InterruptedException {
    List<ProcessHandle> browser = driver.descendants().toList();
    try {
      send("DELETE", session, BodyPublishers.noBody());
    } finally {
      driver.destroy();
      driver.onExit().orTimeout(5, TimeUnit.SECONDS).join();
      // They write to the folder until they are gone.
      browser.forEach(process -> process.onExit().orTimeout(5, TimeUnit.SECONDS).join());
      client.close();
    }
  }
}
