package dev.vitrine.gateway.security.limit;

import java.time.Duration;
import java.util.Map;

/**
 * How long clients have for the head of a request, and what becomes of those who need longer.
 *
 * @param within from the first byte of a head to its last
 * @param late told of each connection that is ended so
 * @param fields of the answer, where one can be given: its type, and what all problems have
 */
public record HeadTime(Duration within, Runnable late, Map<String, String> fields) {
  public HeadTime {
    fields = Map.copyOf(fields);
  }
}
