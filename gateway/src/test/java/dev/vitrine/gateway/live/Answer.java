package dev.vitrine.gateway.live;

import java.util.Random;

/** What a request is answered with: something that no other request is, of some hundred bytes. */
final class Answer {
  private static final int SHORTEST = 100;
  private static final int SPREAD = 4_000;

  private Answer() {}

  /** The only right answer to a request of that number with so many bytes of content. */
  static String to(long id, int contentLength) {
    Random random = new Random(id);
    StringBuilder text = new StringBuilder("%d:%d:".formatted(id, contentLength));
    int length = SHORTEST + random.nextInt(SPREAD);
    while (text.length() < length) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
