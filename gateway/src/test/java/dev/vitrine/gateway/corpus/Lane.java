package dev.vitrine.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Has one case after the other, with a gateway and an upstream of its own. Several lanes are as
 * fast as the processor, not as slow as what some cases have to wait for.
 */
final class Lane {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Queue<Case> waiting;
  private final Map<String, Observation> seen;

  private Lane(Queue<Case> waiting, Map<String, Observation> seen) {
    this.waiting = waiting;
    this.seen = seen;
  }

  /** What comes of the cases, by their names, in so many lanes. */
  static Map<String, Observation> observe(List<Case> cases, int lanes) throws Exception {
    Queue<Case> waiting = new ConcurrentLinkedQueue<>(cases);
    Map<String, Observation> seen = new ConcurrentHashMap<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(lanes)) {
      List<Future<?>> running =
          IntStream.range(0, lanes)
              .<Future<?>>mapToObj(lane -> threads.submit(new Lane(waiting, seen)::run))
              .toList();
      for (Future<?> lane : running) {
        lane.get();
      }
    }
    return Map.copyOf(seen);
  }

  /** After everything that clients and upstreams can do wrong, nothing is left over. */
  private Void run() throws Exception {
    try (RecordingUpstream upstream = new RecordingUpstream();
        GatewayEdge gateway = GatewayEdge.before(upstream.port())) {
      CorpusRun run = new CorpusRun(gateway, upstream, PATIENCE);
      for (Case now = waiting.poll(); now != null; now = waiting.poll()) {
        seen.put(now.name(), observe(run, now));
      }
      await().untilAsserted(() -> assertThat(gateway.inFlight()).isZero());
      // Idle connections are dropped after some seconds; one that is still leased would stay.
      await().untilAsserted(() -> assertThat(upstream.connections()).isEmpty());
    }
    return null;
  }

  private static Observation observe(CorpusRun run, Case now) {
    try {
      return run.observe(now);
    } catch (IOException broken) {
      throw new UncheckedIOException(now.name(), broken);
    }
  }
}
