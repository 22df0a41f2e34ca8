package dev.vitrine.gateway.discovery.kubernetes;

import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.config.Require;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How the Kubernetes API is reached. What is not configured is as Kubernetes has it for a pod.
 *
 * @param url {@code https://host:port}; empty for the one that Kubernetes names in the environment
 *     of each container
 * @param tokenFile the token of the service account, read again for each request; a file that is
 *     missing means to ask without one
 * @param caFile certificates, in PEM, that the API server's is signed by, read again for each
 *     request; of no use for {@code http}
 * @param namespaceFile where the namespace of the gateway's own pod is
 * @param reflector how long it is listened to, and how soon it is asked again
 */
public record ApiServerConfig(
    Optional<URI> url, Path tokenFile, Path caFile, Path namespaceFile, ReflectorConfig reflector) {
  private static final String EXPECTED = "a URL such as https://10.0.0.1:443";

  public ApiServerConfig {
    url.ifPresent(it ->
        Require.that(
            ("https".equals(it.getScheme()) || "http".equals(it.getScheme()))
                && it.getHost() != null
                && (it.getPath().isEmpty() || it.getPath().equals("/"))
                && it.getQuery() == null
                && it.getUserInfo() == null,
            "url",
            it,
            EXPECTED));
  }

  /**
   * The same, with its URL: where none is configured, that of the environment.
   *
   * @throws InvalidConfigurationException where neither has one
   */
  public ApiServerConfig in(Map<String, String> environment) {
    if (url.isPresent()) {
      return this;
    }
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    Require.that(
        !host.isEmpty() && port.matches("\\d{1,5}"),
        "discovery.kubernetes.url",
        host.isEmpty() ? "missing" : host + " and port " + port,
        EXPECTED + ", or a pod's KUBERNETES_SERVICE_HOST and _PORT");
    String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
    URI found = URI.create("https://" + bracketed + ":" + port);
    return new ApiServerConfig(Optional.of(found), tokenFile, caFile, namespaceFile, reflector);
  }
}
