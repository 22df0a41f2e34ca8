package dev.vitrine.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Stands in for a service: reads the variables that a service reads, says where it is, and is
 * ready. The file that VITRINE_CONFIG names makes it misbehave. Depends on the JDK alone: it is put
 * into a jar of its own.
 */
public final class FakeService {
  private FakeService() {}

  /** Serves until it is told to stop. */
  public static void main(String[] arguments) throws IOException {
    String behaviour = behaviour();
    System.out.println("{\"level\":\"INFO\",\"message\":\"a fake service begins\"}");
    if (behaviour.equals("refuse")) {
      System.err.println("http.port: 99999 (expected: a whole number from 0 to 65535)");
      System.exit(78);
    }
    if (behaviour.equals("fail")) {
      System.out.println("{\"level\":\"ERROR\",\"message\":\"the moon is in the way\"}");
      System.exit(1);
    }
    HttpServer service = listen("VITRINE_HTTP_PORT");
    HttpServer management = listen("VITRINE_MANAGEMENT_PORT");
    int readiness = behaviour.equals("sulk") ? 503 : 200;
    management.createContext(
        "/health/ready",
        exchange -> answer(exchange, readiness, "{\"reasons\":{\"mood\":\"it sulks\"}}"));
    management.createContext("/metrics", exchange -> answer(exchange, 200, "fake_service 1\n"));
    service.createContext("/health", exchange -> answer(exchange, 200, "{\"status\":\"ok\"}"));
    service.createContext("/products/import", FakeService::countLines);
    management.start();
    service.start();
    tell(service.getAddress().getPort(), management.getAddress().getPort());
  }

  private static String behaviour() throws IOException {
    String file = System.getenv("VITRINE_CONFIG");
    return file == null ? "" : Files.readString(Path.of(file)).strip();
  }

  private static HttpServer listen(String variable) throws IOException {
    int port = Integer.parseInt(System.getenv(variable));
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
  }

  private static void tell(int port, int managementPort) throws IOException {
    Path file = Path.of(System.getenv("VITRINE_LIFECYCLE_ADDRESS_FILE"));
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(
        next,
        "{\"pid\":%d,\"port\":%d,\"management_port\":%d}"
            .formatted(ProcessHandle.current().pid(), port, managementPort));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void countLines(HttpExchange exchange) throws IOException {
    long lines =
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .count();
    answer(
        exchange,
        200,
        "{\"received\":%d,\"created\":%d,\"updated\":0,\"failed\":0,\"errors\":[]}"
            .formatted(lines, lines));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
