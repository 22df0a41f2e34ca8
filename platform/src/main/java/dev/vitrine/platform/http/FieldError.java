package dev.vitrine.platform.http;

/**
 * What is wrong with one field of a body.
 *
 * @param pointer where it is, a JSON Pointer (RFC 6901); empty for the body as a whole
 * @param detail what is wrong, for a person; never repeats the value
 */
public record FieldError(String pointer, String detail) {}
