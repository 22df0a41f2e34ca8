package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.platform.config.Meaning;
import dev.vitrine.platform.config.Require;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An upstream that is a Service of Kubernetes.
 *
 * @param namespace where the Service is; empty for that of the gateway's own pod
 * @param service its name
 * @param port where requests go: the name of a port of the Service, or the number of one of its
 *     pods; empty for the port that has no name
 * @param managementPort where the endpoints answer {@code /health/ready}, written the same way;
 *     without it the readiness that Kubernetes tells of is all there is
 */
public record KubernetesConfig(
    @Meaning("where the Service is; null: that of the gateway's own pod")
        Optional<String> namespace,
    @Meaning("the name of the Service") String service,
    @Meaning(
            "where requests go: the name of a port of the Service, or the number of"
                + " one of its pods; null: the port that has no name")
        Optional<String> port,
    @Meaning(
            "where the endpoints answer /health/ready, written the same way; null:"
                + " nobody asks, Kubernetes says whether they are ready")
        Optional<String> managementPort) {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final String EXPECTED = "a name of at most 63 letters a-z, digits and hyphens";

  public KubernetesConfig {
    namespace.ifPresent(
        name -> Require.that(LABEL.matcher(name).matches(), "namespace", name, EXPECTED));
    Require.that(LABEL.matcher(service).matches(), "service", service, EXPECTED);
    port.ifPresent(text -> Require.that(PortRef.isValid(text), "port", text, PortRef.EXPECTED));
    managementPort.ifPresent(
        text -> Require.that(PortRef.isValid(text), "management-port", text, PortRef.EXPECTED));
  }

  PortRef servedAt() {
    return port.map(PortRef::of).orElse(PortRef.UNNAMED);
  }

  Optional<PortRef> managedAt() {
    return managementPort.map(PortRef::of);
  }
}
