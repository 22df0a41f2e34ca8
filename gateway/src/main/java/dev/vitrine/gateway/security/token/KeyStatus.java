package dev.vitrine.gateway.security.token;

import java.time.Duration;
import java.util.Optional;

/**
 * How the keys are that verify tokens.
 *
 * @param keys how many there are
 * @param age how long ago they were fetched; empty where they never were
 * @param failures how many fetches were of no use, so far
 * @param fault why the last one was; empty where it was of use
 */
public record KeyStatus(int keys, Optional<Duration> age, long failures, Optional<String> fault) {}
