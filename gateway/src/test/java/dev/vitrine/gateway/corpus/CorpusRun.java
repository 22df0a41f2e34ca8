package dev.vitrine.gateway.corpus;

import dev.vitrine.gateway.corpus.RecordingUpstream.Recording;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Sends cases through one edge to one upstream, and sees what comes of them. After each, a decent
 * client on a new connection must get its answer, and no connection to the upstream may be left
 * within a message.
 */
final class CorpusRun {
  /** What concerns one connection only (RFC 9110, section 7.6.1). */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "upgrade",
          "http2-settings");

  private static final Case PROBE = Case.get(RecordingUpstream.PROBE);

  private final Edge edge;
  private final RecordingUpstream upstream;
  private final Duration patience;

  /**
   * @param patience how long a silence may last
   */
  CorpusRun(Edge edge, RecordingUpstream upstream, Duration patience) {
    this.edge = edge;
    this.upstream = upstream;
    this.patience = patience;
  }

  /** Has one case; nothing of another may go on at the same time. */
  Observation observe(Case now) throws IOException {
    Recording recording = upstream.begin(now);
    Observation seen =
        now.isHttp2()
            ? Http2Conversation.have(now, edge.http2Port(), patience)
            : Conversation.have(now, edge.port(), patience);
    List<String> faults = new ArrayList<>(seen.faults());
    if (!upstream.becomesQuiet(patience)) {
      faults.add("a connection to the upstream is left within a message");
    }
    Observation probed = Conversation.have(PROBE, edge.port(), patience);
    if (!probed.verdict().answers().equals("200")
        || !probed.answers().getFirst().content().equals("probed")) {
      faults.add("the next client gets " + probed.verdict());
    }
    faults.addAll(recording.faults());
    recording.requests().forEach(request -> faults.addAll(hopByHop("upstream", request)));
    seen.answers().forEach(answer -> faults.addAll(hopByHop("client", answer)));
    return new Observation(seen.verdict(), seen.answers(), recording.requests(), faults);
  }

  private static List<String> hopByHop(String side, Message message) {
    return message.fields().stream()
        .filter(field -> isHopByHop(field, message))
        .map(field -> "the " + side + " gets " + field)
        .toList();
  }

  private static boolean isHopByHop(Field field, Message message) {
    String name = field.name().toLowerCase(Locale.ROOT);
    return switch (name) {
      // A sender's own word on its connection.
      case "connection" ->
          !field.value().matches("(?i)close|keep-alive") && message.status() != 101;
      case "te" -> !field.value().equals("trailers");
      case "upgrade" -> message.status() != 101;
      default -> HOP_BY_HOP.contains(name);
    };
  }
}
