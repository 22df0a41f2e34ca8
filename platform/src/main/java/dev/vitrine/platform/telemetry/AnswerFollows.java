package dev.vitrine.platform.telemetry;

/**
 * A failure of a request that does not end its exchange: an answer ends it, or the end of its
 * connection.
 */
public interface AnswerFollows {}
