package dev.vitrine.sample.second;

import dev.vitrine.sample.first.OrderManager;

/** The other half of a cycle. */
public record SecondOrder(OrderManager first) {}
