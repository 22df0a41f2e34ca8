package dev.vitrine.gateway.security.token;

import java.util.Set;

/**
 * What a token says whose signature, issuer, audience and times are in order.
 *
 * @param subject who it is about
 * @param scopes what it grants
 * @param notBefore seconds of the epoch
 * @param expires seconds of the epoch
 */
public record VerifiedToken(String subject, Set<String> scopes, long notBefore, long expires) {}
