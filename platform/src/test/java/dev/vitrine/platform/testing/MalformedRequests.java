package dev.vitrine.platform.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Requests as broken programs and curious people send them, the same for the same seed: a valid
 * request with one or a few things wrong. None may ever be answered by a 5xx.
 */
public final class MalformedRequests {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "get");
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

  /** The status of an answer, or 0 where the server has closed without one. */
  public static int status(String answer) {
    return answer.startsWith("HTTP/1.") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  /** What a service answers to each of so many different requests that it should not. */
  public Map<String, String> send(TestClient client, int count) {
    Map<String, String> answers = new LinkedHashMap<>();
    while (answers.size() < count) {
      String request = next();
      if (!answers.containsKey(request)) {
        answers.put(request, answer(client, request));
      }
    }
    return answers;
  }

  private static String answer(TestClient client, String request) {
    try {
      return client.exchange(request.getBytes(StandardCharsets.UTF_8));
    } catch (IOException noAnswer) {
      throw new UncheckedIOException("no answer to " + request, noAnswer);
    }
  }

  private String next() {
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
