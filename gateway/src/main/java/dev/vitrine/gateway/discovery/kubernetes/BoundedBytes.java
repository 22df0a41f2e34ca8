package dev.vitrine.gateway.discovery.kubernetes;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Bytes that come in pieces of any size, up to a bound. Kept in blocks that are never copied
 * together, so that it holds as much as came, and one block at most beyond. For one thread.
 */
final class BoundedBytes {
  private static final int BLOCK = 16 * 1024;

  private final int most;
  private final List<byte[]> blocks = new ArrayList<>();
  private int length;

  /**
   * None yet.
   *
   * @param most how many it takes
   */
  BoundedBytes(int most) {
    this.most = most;
  }

  /**
   * Takes more of them.
   *
   * @return false where they are too many, and were not taken
   */
  boolean add(byte[] source, int from, int to) {
    if (to - from > most - length) {
      return false;
    }
    int at = from;
    while (at < to) {
      int used = length % BLOCK;
      if (used == 0) {
        blocks.add(new byte[BLOCK]);
      }
      int count = Math.min(BLOCK - used, to - at);
      System.arraycopy(source, at, blocks.getLast(), used, count);
      length += count;
      at += count;
    }
    return true;
  }

  int length() {
    return length;
  }

  /** All of them; not changed by what comes later, and read before {@link #clear()}. */
  InputStream read() {
    List<ByteArrayInputStream> streams = new ArrayList<>(blocks.size());
    int left = length;
    for (byte[] block : blocks) {
      streams.add(new ByteArrayInputStream(block, 0, Math.min(BLOCK, left)));
      left -= BLOCK;
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }

  /** Holds none again. */
  void clear() {
    blocks.clear();
    length = 0;
  }
}
