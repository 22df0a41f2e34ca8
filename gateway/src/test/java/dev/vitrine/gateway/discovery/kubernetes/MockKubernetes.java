package dev.vitrine.gateway.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * fabric8's mock of the Kubernetes API in a JVM of its own, because it needs a Vert.x that is not
 * ours. Its class path is written by the build, see the module's pom.xml.
 */
final class MockKubernetes implements AutoCloseable {
  private static final Path CLASS_PATH = Path.of("target/kubernetes-mock/classpath");
  private static final Path SOURCE = Path.of("src/test/kubernetes-mock/MockApiServer.java");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final URI url;

  private MockKubernetes(Process process, int port) {
    this.process = process;
    this.url = URI.create("http://localhost:" + port);
  }

  static MockKubernetes start() throws IOException {
    Path log = Files.createTempFile(CLASS_PATH.getParent(), "server-", ".log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Files.readString(CLASS_PATH),
                SOURCE.toString())
            .redirectError(log.toFile())
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    assertThat(line).as("see %s", log).startsWith("port ");
    return new MockKubernetes(process, Integer.parseInt(line.substring(5)));
  }

  URI url() {
    return url;
  }

  void create(String service, String slice) throws Exception {
    send("POST", "", labelled(service, slice));
  }

  void replace(String service, String name, String slice) throws Exception {
    send("PUT", "/" + name, labelled(service, slice));
  }

  void delete(String name) throws Exception {
    send("DELETE", "/" + name, "");
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }

  private static String labelled(String service, String slice) {
    String labels = "\"labels\":{\"kubernetes.io/service-name\":\"%s\"},".formatted(service);
    return slice.replace(
        "\"annotations\":", "\"namespace\":\"shop\"," + labels + "\"annotations\":");
  }

  private void send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                url.resolve("/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices" + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
  }
}
