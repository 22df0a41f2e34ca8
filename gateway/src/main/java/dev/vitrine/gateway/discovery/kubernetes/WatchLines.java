package dev.vitrine.gateway.discovery.kubernetes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the events of a watch from its bytes, one JSON object on a line, wherever the bytes are
 * torn. Holds one event at most, of bounded size: with one that is larger, or makes no sense, it is
 * over. For one thread.
 */
final class WatchLines {
  /** An object in etcd is at most 1.5 MiB by default; this leaves room for its JSON. */
  static final int LARGEST_EVENT = 4 * 1024 * 1024;

  private final BoundedBytes line = new BoundedBytes(LARGEST_EVENT);
  private Optional<Failure> failure = Optional.empty();

  /** Takes more bytes; returns the events that are complete now. */
  List<WatchEvent> add(byte[] bytes) {
    List<WatchEvent> events = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length && failure.isEmpty(); i++) {
      if (bytes[i] == '\n') {
        take(bytes, start, i);
        end(events);
        start = i + 1;
      }
    }
    take(bytes, start, bytes.length);
    return events;
  }

  /** Why nothing more is read; empty where all is well. */
  Optional<Failure> failure() {
    return failure;
  }

  private void take(byte[] bytes, int from, int to) {
    if (failure.isEmpty() && !line.add(bytes, from, to)) {
      over(new Failure.TooLarge("an event of more than %d bytes".formatted(LARGEST_EVENT)));
    }
  }

  private void end(List<WatchEvent> events) {
    if (failure.isPresent() || line.length() == 0) {
      return;
    }
    try {
      SliceJson.event(line.read()).ifPresent(events::add);
      line.clear();
    } catch (IOException malformed) {
      over(
          new Failure.Malformed(
              "an event cannot be read: " + malformed.getClass().getSimpleName()));
    }
  }

  private void over(Failure why) {
    line.clear();
    failure = Optional.of(why);
  }
}
