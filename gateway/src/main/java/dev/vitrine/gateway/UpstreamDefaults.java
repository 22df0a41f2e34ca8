package dev.vitrine.gateway;

import dev.vitrine.gateway.balance.BalanceConfig;
import dev.vitrine.gateway.discovery.ProbeConfig;
import dev.vitrine.gateway.proxy.ClientConfig;
import dev.vitrine.gateway.resilience.AdmissionConfig;
import dev.vitrine.gateway.resilience.EjectionConfig;
import dev.vitrine.gateway.resilience.HedgingConfig;
import dev.vitrine.gateway.resilience.RetryBudgetConfig;

/** What holds for every upstream that does not say otherwise. */
record UpstreamDefaults(
    ClientConfig client,
    ProbeConfig probe,
    BalanceConfig balance,
    AdmissionConfig admission,
    RetryBudgetConfig retryBudget,
    HedgingConfig hedging,
    EjectionConfig ejection) {}
