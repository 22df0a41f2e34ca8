package dev.vitrine.platform.testing;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Requests as broken programs and curious people send them, the same for the same seed: a valid
 * request with one or a few things wrong, or what is no request at all. None may ever be answered
 * by a 5xx; whether one may go without an answer is said of each.
 */
public final class MalformedRequests {
  private static final List<String> METHODS =
      List.of(
          "GET",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "HEAD",
          "OPTIONS",
          "TRACE",
          "BREW",
          "get",
          "G\u00e9T");
  private static final List<String> SEGMENTS =
      List.of(
          "0",
          "-1",
          "1",
          "007",
          "1e3",
          "1.5",
          "9223372036854775808",
          "NaN",
          "null",
          "%00",
          "%0a",
          "%ff",
          "%zz",
          "%",
          "%u0041",
          "..",
          "%2e%2e",
          ".",
          "%2F",
          "%5C",
          "a%00b",
          "%F0%9F%98%80",
          "%ED%A0%80",
          "'%3BDROP%20TABLE%20x--",
          "%27%20OR%201=1",
          "$1",
          "*",
          ":id",
          "{id}",
          ";a=b",
          "import",
          "~",
          "%C3%A4",
          "@",
          "[]",
          "|",
          "\"",
          "<x>",
          "\\",
          "x".repeat(3_000));
  private static final List<String> PARAMETERS = List.of("limit", "cursor", "category", "q", "%00");
  private static final List<String> VALUES =
      List.of(
          "",
          "0",
          "-1",
          "1",
          "101",
          "1e9",
          "99999999999999999999",
          "%00",
          "%zz",
          "%",
          "%ff",
          "a",
          "AQAAAAAAAAAB",
          "AQ==",
          "%F0%9F%98%80",
          "kitchen",
          "KITCHEN",
          "'--",
          "%27%3B",
          "+",
          "%2B",
          "&",
          "=",
          "[]",
          "a&limit=5",
          "x".repeat(2_000));
  private static final List<String> HEADERS =
      List.of(
          "Accept: ",
          "Accept: text/html",
          "Accept: ;;q",
          "Accept: application/json;q=x",
          "Accept: */*;q=0",
          "Accept: \u00ff",
          "If-None-Match: *",
          "If-None-Match: \"",
          "Range: x",
          "If-None-Match: W/",
          "If-None-Match: \u00e4",
          "If-Match: *",
          "Content-Type: ",
          "Content-Type: ;",
          "Content-Type: text/plain",
          "Content-Type: multipart/form-data",
          "Content-Type: multipart/form-data; boundary=x",
          "Content-Encoding: gzip",
          "Content-Type: application/x-www-form-urlencoded",
          "Content-Type: application/json; x",
          "Content-Type: application/json; charset=utf-16",
          "Expect: 200-ok",
          "Cookie: ;=;",
          "Expect: 100-continue",
          "traceparent: x",
          "traceparent: 00-0-0-00",
          "baggage: %zz;;=,",
          "tracestate: ====",
          "X: \u0001",
          "Authorization: ",
          "Authorization: Bearer x",
          "Host: ",
          "Host: a:b:c",
          "Cookie: a=\u00ff",
          "X-Forwarded-For: '",
          "Upgrade: websocket",
          "Forwarded: ;",
          "Connection: Upgrade, HTTP2-Settings",
          "Accept-Encoding: \u00ff",
          "Date: yesterday");
  private static final List<String> LITERALS =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "-0",
          "1.5",
          "1e400",
          "1e-400",
          "1e999999999",
          "1e99999999999",
          "9223372036854775808",
          "0.1000000000000000000001",
          "[]",
          "{}",
          "[[[[]]]]",
          "[null]",
          "{\"a\":1}",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udfff\\ud800\"",
          "\"a\\u0000b\"",
          "\"\\n\"",
          "\"\u2028\"",
          "\"😀\"",
          "\"';DROP TABLE x--\"",
          "\"$1\"",
          "\"%s%n\"",
          "\"${jndi:x}\"",
          "\"../../etc\"",
          "\"\u202e\"",
          "\"\ufeff\"",
          "\"\\/\"",
          "\"" + "x".repeat(5_000) + "\"",
          "\"a@b\"",
          "\"@\"",
          "\"a@b..c\"",
          "NaN",
          "undefined",
          "",
          "01",
          "+1",
          ".5",
          "'a'",
          "\"\\x\"",
          "\"",
          "[",
          "{",
          "}",
          "\u0000",
          "[".repeat(2_000),
          "9".repeat(2_000));

  private static final List<String> VERSIONS =
      List.of(
          " HTTP/9.9\r\n",
          " HTTP/1.2\r\n",
          " HTTP/2.0\r\n",
          " XTTP/1.1\r\n",
          " HTTP/1\r\n",
          " http/1.1\r\n",
          " HTTP/1.1 \r\n",
          " HTTP/-1.1\r\n",
          " HT<P/1.1\r\n",
          " HTT7/1.1\r\n",
          " P/1.1\r\n",
          " \u00b6/1.1\r\n",
          "\r\n",
          " \r\n");
  private static final List<String> HEADS =
      List.of(
          "Host: two",
          "No-Colon",
          " folded: x",
          "Cookie: \u0007",
          "X: " + "y".repeat(20_000),
          "TE: trailers",
          "Connection: close, x");

  /** Short ones, which have all come when the line before them is refused. */
  private static final List<String> BROKEN_FIELDS =
      List.of("Host: two", "No-Colon", " folded: x", "C\\etion: close", "X: a\u0000b");

  private static final List<String> FRAMINGS =
      List.of(
          "Content-Length: 5",
          "Content-Length: -5",
          "Content-Length: x",
          "Content-Length: 99999999999999999999",
          "Transfer-Encoding: gzip",
          "Transfer-Encoding: chunked, chunked",
          "Transfer-Encoding: chunked");

  /** How long one waits for more of what is told to be incomplete, before it is given up. */
  private static final int PATIENCE_MILLIS = 100;

  private static final int LONGEST_MILLIS = 20_000;

  private final Random random;
  private final List<String> paths;
  private final String contentType;
  private final Map<String, String> fields;

  /**
   * @param paths the paths of the service
   * @param contentType the media type of a body
   * @param fields the fields of a valid body, as they are written in JSON
   */
  public MalformedRequests(
      long seed, List<String> paths, String contentType, Map<String, String> fields) {
    this.random = new Random(seed);
    this.paths = paths;
    this.contentType = contentType;
    this.fields = new TreeMap<>(fields);
  }

  /**
   * One of them.
   *
   * @param text as it is sent, each character a byte
   * @param end whether the server can tell where it ends; where not, it may close without an answer
   */
  private record Request(String text, End end) {}

  private enum End {
    CLEAR,
    UNCLEAR
  }

  /**
   * A request, and what became of it.
   *
   * @param request as it was sent
   * @param answer as it came; empty where the server has closed without one
   * @param answerDue whether there has to be one
   */
  public record Sent(String request, String answer, boolean answerDue) {
    private static final Pattern HEAD =
        Pattern.compile("HTTP/1\\.[01] (\\d{3})[ \r][^\0]*?\r\n\r\n");
    private static final Pattern LENGTH =
        Pattern.compile("\r\ncontent-length: *(\\d+) *\r\n", Pattern.CASE_INSENSITIVE);
    private static final Pattern PROBLEM =
        Pattern.compile(
            "\r\ncontent-type: *application/problem\\+json *\r\n", Pattern.CASE_INSENSITIVE);

    /** The final status; 0 where there is no answer, and 999 for one that is not HTTP. */
    public int status() {
      Matcher head = head();
      return head == null ? (answer.isEmpty() ? 0 : 999) : Integer.parseInt(head.group(1));
    }

    /**
     * Whether nobody could complain: one answer whose status is below 500, a problem where it is a
     * refusal, and nothing behind it; or silence where that is fair.
     */
    public boolean isFair() {
      Matcher head = head();
      if (head == null) {
        return answer.isEmpty() && !answerDue;
      }
      int status = status();
      String content = answer.substring(head.end());
      return status < 500
          && endsWithIts(head, content)
          && (status < 400 || isProblem(head, content));
    }

    /** Whether the content is as long as its head says: nothing comes after the one answer. */
    private boolean endsWithIts(Matcher head, String content) {
      Matcher length = LENGTH.matcher(head.group());
      if (isHead() || status() == 204 || status() == 304) {
        return content.isEmpty();
      }
      return length.find()
          ? content.length() == Integer.parseInt(length.group(1))
          : content.endsWith("0\r\n\r\n");
    }

    private boolean isProblem(Matcher head, String content) {
      return PROBLEM.matcher(head.group()).find()
          && (isHead() || new JsonObject(content).getInteger("status", 0) == status());
    }

    private boolean isHead() {
      return request.startsWith("HEAD ");
    }

    /** The head of the final answer, or null where there is none. */
    private @Nullable Matcher head() {
      Matcher head = HEAD.matcher(answer);
      int begin = 0;
      while (head.region(begin, answer.length()).lookingAt()) {
        if (!head.group(1).startsWith("1")) {
          return head;
        }
        begin = head.end();
      }
      return null;
    }

    @Override
    public String toString() {
      return "%s%n-> %s".formatted(shortened(request), shortened(answer));
    }

    private static String shortened(String text) {
      return text.length() > 500 ? text.substring(0, 500) + ".." : text;
    }
  }

  /** What a service answers to each of so many different requests that it should not get. */
  public List<Sent> send(TestClient client, int count) {
    Map<String, Sent> sent = new LinkedHashMap<>();
    while (sent.size() < count) {
      Request request = next();
      if (!sent.containsKey(request.text())) {
        boolean due = request.end() == End.CLEAR;
        sent.put(request.text(), new Sent(request.text(), answer(client, request), due));
      }
    }
    return List.copyOf(sent.values());
  }

  private static String answer(TestClient client, Request request) {
    try (Socket socket = client.connect()) {
      socket.getOutputStream().write(request.text().getBytes(StandardCharsets.ISO_8859_1));
      return read(socket, request.end());
    } catch (SocketTimeoutException silence) {
      throw new AssertionError("no answer, and not closed: " + request, silence);
    } catch (IOException reset) {
      return "";
    }
  }

  private static String read(Socket socket, End end) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    socket.setSoTimeout(end == End.CLEAR ? LONGEST_MILLIS : PATIENCE_MILLIS);
    try {
      socket.getInputStream().transferTo(answer);
    } catch (SocketTimeoutException waiting) {
      if (end == End.CLEAR) {
        throw waiting;
      }
      // For more than was announced: there is no more.
      socket.shutdownOutput();
      socket.setSoTimeout(LONGEST_MILLIS);
      socket.getInputStream().transferTo(answer);
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  private Request next() {
    return switch (random.nextInt(40)) {
      case 0 -> new Request(noise(), End.UNCLEAR);
      case 1, 2 -> new Request(head(pick(FRAMINGS), body().length()) + body(), End.UNCLEAR);
      case 3 -> new Request(head(pick(FRAMINGS), 0), End.UNCLEAR);
      case 4 -> new Request(head("X: y", body().length() + 3) + body(), End.UNCLEAR);
      case 5, 6 -> new Request(head(pick(HEADS), 0), End.CLEAR);
      case 7 ->
          new Request(
              "GET " + pick(paths) + pick(VERSIONS) + "Host: test\r\nConnection: close\r\n\r\n",
              End.CLEAR);
      case 8 ->
          new Request(
              "GET %s%sHost: test\r\nConnection: close\r\n%s\r\n\r\n"
                  .formatted(pick(paths), pick(VERSIONS), pick(BROKEN_FIELDS)),
              End.CLEAR);
      default -> new Request(bytes(wellFramed()), End.CLEAR);
    };
  }

  private String head(String field, int length) {
    return "POST %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: %s\r\n%s\r\nContent-Length: %d\r\n\r\n"
        .formatted(pick(paths), contentType, field, length);
  }

  private String noise() {
    byte[] bytes = new byte[1 + random.nextInt(300)];
    random.nextBytes(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Each byte of the text as a character. */
  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private String wellFramed() {
    String path = pick(paths);
    String method = random.nextInt(3) == 0 ? pick(METHODS) : "POST";
    List<String> headers = new ArrayList<>(List.of("Connection: close"));
    String body = "";
    switch (random.nextInt(4)) {
      case 0 -> path = broken(path);
      case 1 -> {
        path = path + query();
        method = "GET";
      }
      case 2 -> {
        headers.add(pick(HEADERS));
        body = body();
      }
      default -> body = random.nextInt(4) == 0 ? mangled(body()) : brokenBody();
    }
    if (!body.isEmpty() && headers.stream().noneMatch(it -> it.startsWith("Content-Type"))) {
      headers.add("Content-Type: " + contentType);
    }
    if (headers.stream().noneMatch(header -> header.startsWith("Host"))) {
      headers.add("Host: test");
    }
    headers.add("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length);
    return method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body;
  }

  private String broken(String path) {
    return switch (random.nextInt(3)) {
      case 0 -> path + "/" + pick(SEGMENTS);
      case 1 -> path.substring(0, path.lastIndexOf('/') + 1) + pick(SEGMENTS);
      default -> path + pick(SEGMENTS);
    };
  }

  private String query() {
    return random
        .ints(1 + random.nextInt(3), 0, PARAMETERS.size())
        .mapToObj(i -> PARAMETERS.get(i) + "=" + pick(VALUES))
        .collect(Collectors.joining("&", "?", ""));
  }

  private String body() {
    return written(fields);
  }

  private String brokenBody() {
    Map<String, String> broken = new LinkedHashMap<>(fields);
    List<String> names = List.copyOf(fields.keySet());
    for (int i = random.nextInt(3); i >= 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> broken.remove(pick(names));
        case 1 -> broken.put(pick(List.of("id", "x", "\\ud800", "\\u0000", "__proto__")), "1");
        default -> broken.put(pick(names), pick(LITERALS));
      }
    }
    return written(broken);
  }

  private String mangled(String body) {
    StringBuilder mangled = new StringBuilder(body);
    int at = random.nextInt(body.length());
    switch (random.nextInt(4)) {
      case 0 -> mangled.setLength(at);
      case 1 -> mangled.deleteCharAt(at);
      case 2 -> mangled.insert(at, pick(LITERALS));
      default -> mangled.setCharAt(at, (char) random.nextInt(0x300));
    }
    return mangled.toString();
  }

  private static String written(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
