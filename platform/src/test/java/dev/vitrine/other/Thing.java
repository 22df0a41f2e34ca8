package dev.vitrine.other;

/** Something of another module. */
public record Thing() {}
