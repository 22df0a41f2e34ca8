import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * fabric8's mock of the Kubernetes API, as a program: prints "port" and its number, and ends when
 * its standard input does. That mock has watches by WebSocket only; this turns them into what the
 * API has besides, one JSON object on a line.
 */
public final class MockApiServer {
  private static final String END = "";

  private final HttpClient client = HttpClient.newHttpClient();
  private final int mock;

  private MockApiServer(int mock) {
    this.mock = mock;
  }

  public static void main(String[] arguments) throws Exception {
    KubernetesMockServer mock =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new KubernetesCrudDispatcher(),
            false);
    mock.init(InetAddress.getLoopbackAddress(), 0);
    MockApiServer front = new MockApiServer(mock.getPort());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", front::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    System.out.println("port " + server.getAddress().getPort());
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      String query = exchange.getRequestURI().getRawQuery();
      if (query != null && query.contains("watch=true")) {
        watch(exchange);
      } else {
        forward(exchange);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private void forward(HttpExchange exchange) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at("http", exchange))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type != null) {
      request.header("Content-Type", type);
    }
    HttpResponse<byte[]> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    exchange.sendResponseHeaders(response.statusCode(), response.body().length);
    exchange.getResponseBody().write(response.body());
  }

  private void watch(HttpExchange exchange) throws IOException, InterruptedException {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    WebSocket events =
        client.newWebSocketBuilder().buildAsync(at("ws", exchange), new Lines(lines)).join();
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream answer = exchange.getResponseBody()) {
      answer.flush();
      for (String line = lines.take(); !line.equals(END); line = lines.take()) {
        answer.write((line.strip() + "\n").getBytes(StandardCharsets.UTF_8));
        answer.flush();
      }
    } finally {
      events.abort();
    }
  }

  private URI at(String scheme, HttpExchange exchange) {
    return URI.create(scheme + "://localhost:" + mock + exchange.getRequestURI());
  }

  private record Lines(BlockingQueue<String> lines, StringBuilder part)
      implements WebSocket.Listener {
    Lines(BlockingQueue<String> lines) {
      this(lines, new StringBuilder());
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        lines.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      lines.add(END);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      lines.add(END);
    }
  }
}
