package dev.vitrine.gateway.security.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens that were found valid under a set of keys, so that a client that comes again costs no
 * second verification. Kept by their digest: a heap dump has no token. Bounded: of two generations,
 * the older goes when the younger is full. Safe for any thread; two threads that change generations
 * at once lose entries, never truth.
 */
final class VerifiedTokens {
  private static final int GENERATION = 4096;

  private volatile Generations generations = new Generations(KeySet.empty());

  private record Generations(
      KeySet keys, Map<ByteBuffer, VerifiedToken> young, Map<ByteBuffer, VerifiedToken> old) {
    Generations(KeySet keys) {
      this(keys, new ConcurrentHashMap<>(), Map.of());
    }
  }

  /** What the token says, where it was verified by one of these keys; its times may be over. */
  @SuppressWarnings("ReferenceEquality") // another set is another object
  Optional<VerifiedToken> find(String token, KeySet keys) {
    Generations current = generations;
    if (current.keys() != keys || (current.young().isEmpty() && current.old().isEmpty())) {
      return Optional.empty();
    }
    ByteBuffer digest = digest(token);
    VerifiedToken found = current.young().get(digest);
    return Optional.ofNullable(found == null ? current.old().get(digest) : found);
  }

  /** Remembers a token that was verified by one of these keys. */
  @SuppressWarnings("ReferenceEquality")
  void keep(String token, KeySet keys, VerifiedToken verified) {
    Generations current = generations;
    if (current.keys() != keys) {
      current = new Generations(keys);
      generations = current;
    } else if (current.young().size() >= GENERATION) {
      current = new Generations(keys, new ConcurrentHashMap<>(), current.young());
      generations = current;
    }
    current.young().put(digest(token), verified);
  }

  /** How many are kept. */
  int size() {
    Generations current = generations;
    return current.young().size() + current.old().size();
  }

  private static ByteBuffer digest(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256", impossible);
    }
  }
}
