package dev.vitrine.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Requests that are wrong in a thousand ways: heads that are no HTTP, heads with wrong fields, good
 * heads with bodies that are no JSON, or JSON that is no account. The same ones for the same seed.
 */
final class MalformedRequests {
  private static final List<String> PATHS =
      List.of(
          "/users",
          "/users/1",
          "/products",
          "/products/1",
          "/products/import",
          "/categories",
          "/health",
          "/",
          "*",
          "//",
          "/users/%",
          "/users/%zz",
          "/users/%00",
          "/products/../users",
          "/products/-1",
          "/products/9223372036854775808",
          "/products?limit=x",
          "/products?cursor=%",
          "/products?limit=1&limit=2",
          "/users?cursor=AQAAAAAAAAAC%00",
          "/auth/login",
          "/%2e%2e/x");
  private static final List<String> METHODS =
      List.of(
          "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "BREW", "G\u00e9T");
  private static final List<String> VERSIONS =
      List.of(
          " HTTP/9.9\r\n",
          " HTTP/1.2\r\n",
          " HTTP/2.0\r\n",
          " XTTP/1.1\r\n",
          " HTTP/1\r\n",
          " http/1.1\r\n",
          "\r\n",
          " HTTP/1.1 \r\n",
          " HTTP/-1.1\r\n",
          " \r\n");
  private static final List<String> VALUES =
      List.of(
          "null",
          "0",
          "-1",
          "1e999999999",
          "1e400",
          "true",
          "\"\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "[[[[[[[[[[]]]]]]]]]]",
          "\"a@b\"",
          "\"x@y.zz\"",
          "NaN",
          "'x'",
          "\"\u0001\"",
          "\"" + "x".repeat(5_000) + "\"",
          "12345678901234567890123456789",
          "\"\\",
          "0.001");
  private static final List<String> TYPES =
      List.of(
          "application/json",
          "application/x-ndjson",
          "text/html",
          "application/json; charset=x",
          "",
          "/",
          "multipart/form-data; boundary=x");
  private static final List<String> FIELDS =
      List.of(
          "Accept: text/html",
          "Accept: ;;;",
          "Accept: application/json;q=x",
          "If-None-Match: \"",
          "Content-Encoding: gzip",
          "Expect: 200-maybe",
          "Connection: close, x",
          "TE: trailers",
          "Traceparent: 00-x",
          "Cookie: \u0007",
          "X: " + "y".repeat(20_000),
          "Range: bytes=0-",
          "Upgrade: websocket",
          "Transfer-Encoding: gzip",
          "Content-Length: 5",
          "Host: two",
          "No-Colon",
          " folded: x",
          "Sec-WebSocket-Key: x",
          "Authorization: Bearer x");

  /** How long an answer may take until the request is taken for incomplete. */
  private static final int PATIENCE_MILLIS = 400;

  private final int port;
  private final Random random;
  private String last = "";

  MalformedRequests(int port, long seed) {
    this.port = port;
    this.random = new Random(seed);
  }

  /** The request that was sent last. */
  String last() {
    return last.length() > 500 ? last.substring(0, 500) : last;
  }

  /** Sends one, and returns what was answered, if anything was. */
  String next() throws IOException {
    last = random.nextInt(10) == 0 ? noise() : request();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(last.getBytes(StandardCharsets.ISO_8859_1));
      return read(socket);
    } catch (SocketTimeoutException silence) {
      throw new AssertionError("no answer, and not closed: " + last(), silence);
    } catch (IOException reset) {
      return "";
    }
  }

  private static String read(Socket socket) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    socket.setSoTimeout(PATIENCE_MILLIS);
    try {
      socket.getInputStream().transferTo(answer);
    } catch (SocketTimeoutException waiting) {
      // For more than was announced: there is no more.
      socket.shutdownOutput();
      socket.setSoTimeout(10_000);
      socket.getInputStream().transferTo(answer);
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private String request() {
    String body = random.nextBoolean() ? body() : "";
    StringBuilder head = new StringBuilder();
    head.append(one(METHODS))
        .append(' ')
        .append(one(PATHS))
        .append(random.nextInt(12) == 0 ? one(VERSIONS) : " HTTP/1.1\r\n");
    head.append("Host: shop.example\r\nConnection: close\r\n");
    head.append("Content-Type: ").append(one(TYPES)).append("\r\n");
    for (int i = random.nextInt(3); i > 0; i--) {
      head.append(one(FIELDS)).append("\r\n");
    }
    int length = body.length() + (random.nextInt(8) == 0 ? random.nextInt(-3, 10) : 0);
    head.append("Content-Length: ").append(length).append("\r\n\r\n");
    return head + body;
  }

  private String body() {
    StringBuilder body = new StringBuilder();
    for (int lines = random.nextInt(1, 4); lines > 0; lines--) {
      body.append('{');
      for (String field : List.of("email", "name", "password", "sku", "price", "other")) {
        if (random.nextInt(3) > 0) {
          body.append('"').append(field).append("\":").append(one(VALUES)).append(',');
        }
      }
      body.append(random.nextBoolean() ? "\"x\":1}" : "}").append(random.nextBoolean() ? "\n" : "");
    }
    return body.toString();
  }

  private String noise() {
    byte[] bytes = new byte[random.nextInt(1, 300)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private <T> T one(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
