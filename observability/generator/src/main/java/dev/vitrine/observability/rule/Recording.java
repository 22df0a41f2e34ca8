package dev.vitrine.observability.rule;

import java.util.Map;

/** A rule that records what an expression finds as a series. */
public record Recording(String name, String expression, Map<String, String> labels)
    implements Rule {}
