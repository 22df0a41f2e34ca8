package dev.vitrine.gateway;

import dev.vitrine.gateway.balance.BalanceConfig;
import dev.vitrine.gateway.discovery.EndpointConfig;
import dev.vitrine.gateway.discovery.EndpointSource;
import dev.vitrine.gateway.discovery.ProbeConfig;
import dev.vitrine.gateway.discovery.dns.DnsNameConfig;
import dev.vitrine.gateway.discovery.kubernetes.KubernetesConfig;
import dev.vitrine.gateway.proxy.ClientConfig;
import dev.vitrine.gateway.resilience.AdmissionConfig;
import dev.vitrine.gateway.resilience.EjectionConfig;
import dev.vitrine.gateway.resilience.HedgingConfig;
import dev.vitrine.gateway.resilience.ResilienceConfig;
import dev.vitrine.gateway.resilience.RetryBudgetConfig;
import dev.vitrine.platform.config.Meaning;
import java.util.List;
import java.util.Optional;

/**
 * One upstream, as configured.
 *
 * @param endpoints where it is served, if no other source tells
 * @param kubernetes the Service that it is
 * @param dns its name in the DNS
 */
record UpstreamConfig(
    @Meaning("where it is served, unless the file of endpoints, Kubernetes or the DNS tells")
        List<EndpointConfig> endpoints,
    Optional<KubernetesConfig> kubernetes,
    Optional<DnsNameConfig> dns,
    ClientConfig client,
    ProbeConfig probe,
    BalanceConfig balance,
    AdmissionConfig admission,
    RetryBudgetConfig retryBudget,
    HedgingConfig hedging,
    EjectionConfig ejection) {

  UpstreamConfig {
    // Checks that there is one source at most.
    new EndpointSource(endpoints, kubernetes, dns);
  }

  EndpointSource source() {
    return new EndpointSource(endpoints, kubernetes, dns);
  }

  ResilienceConfig resilience() {
    return new ResilienceConfig(admission, retryBudget, hedging, ejection);
  }
}
