package dev.vitrine.gateway;

import dev.vitrine.gateway.balance.BalanceConfig;
import dev.vitrine.gateway.discovery.EndpointConfig;
import dev.vitrine.gateway.discovery.ProbeConfig;
import dev.vitrine.gateway.proxy.ClientConfig;
import dev.vitrine.gateway.resilience.AdmissionConfig;
import dev.vitrine.gateway.resilience.EjectionConfig;
import dev.vitrine.gateway.resilience.ResilienceConfig;
import dev.vitrine.gateway.resilience.RetryBudgetConfig;
import java.util.List;

/**
 * One upstream, as configured.
 *
 * @param endpoints where it is served, if no other source tells
 */
record UpstreamConfig(
    List<EndpointConfig> endpoints,
    ClientConfig client,
    ProbeConfig probe,
    BalanceConfig balance,
    AdmissionConfig admission,
    RetryBudgetConfig retryBudget,
    EjectionConfig ejection) {

  ResilienceConfig resilience() {
    return new ResilienceConfig(admission, retryBudget, ejection);
  }
}
