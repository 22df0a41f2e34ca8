package dev.vitrine.user.account;

import dev.vitrine.platform.config.Require;

/**
 * How much of the machine hashing passwords may take.
 *
 * @param threads hashes computed at once; each takes 19 MiB of heap
 * @param queue hashes that may wait; beyond that the answer is 503
 */
public record PasswordsConfig(int threads, int queue) {
  public PasswordsConfig {
    Require.between("threads", threads, 1, 64);
    Require.between("queue", queue, 0, 10_000);
  }
}
