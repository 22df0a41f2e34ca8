package dev.vitrine.gateway.resilience;

/** The limits of one upstream. */
public record ResilienceConfig(
    AdmissionConfig admission,
    RetryBudgetConfig retryBudget,
    HedgingConfig hedging,
    EjectionConfig ejection) {}
