package dev.vitrine.local.load;

import java.util.Map;

/**
 * A request.
 *
 * @param method such as GET
 * @param target path and query, sent as it is
 * @param headers by name
 * @param body empty for none
 */
record Ask(String method, String target, Map<String, String> headers, String body) {
  static Ask get(String target) {
    return new Ask("GET", target, Map.of(), "");
  }

  static Ask post(String target, String type, String body) {
    return new Ask("POST", target, Map.of("Content-Type", type), body);
  }

  Ask with(String header, String value) {
    return new Ask(method, target, Map.of(header, value), body);
  }
}
