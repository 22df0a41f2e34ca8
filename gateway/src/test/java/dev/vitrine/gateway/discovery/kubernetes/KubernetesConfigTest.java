package dev.vitrine.gateway.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.platform.config.InvalidConfigurationException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesConfigTest {
  private static final Path NOWHERE = Path.of("/nowhere");

  @ParameterizedTest
  @ValueSource(strings = {"http", "8080", "1", "65535", "a-b", "x0"})
  void takesAPortByNameOrNumber(String port) {
    KubernetesConfig config =
        new KubernetesConfig(Optional.empty(), "a", Optional.of(port), Optional.of(port));

    assertThat(config.servedAt()).hasToString(port);
    assertThat(config.managedAt()).hasValue(config.servedAt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "99999999999", "-", "HTTP", "a_b", "a b", "-a"})
  void refusesAnyOtherPort(String port) {
    assertThatThrownBy(
            () -> new KubernetesConfig(Optional.empty(), "a", Optional.of(port), Optional.empty()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("port: " + port + " (expected: the name of a port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a.b", "a/b", "../a", "-a", "a-", "a%2f"})
  void refusesNamesThatKubernetesWouldNotHave(String name) {
    assertThatThrownBy(
            () -> new KubernetesConfig(Optional.of(name), "a", Optional.empty(), Optional.empty()))
        .hasMessageContaining("namespace: " + name + " (expected: a name of at most 63");
    assertThatThrownBy(
            () -> new KubernetesConfig(Optional.empty(), name, Optional.empty(), Optional.empty()))
        .hasMessageContaining("service: " + name + " (expected: a name of at most 63");
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1,6443,https://10.0.0.1:6443", "fd00::1,443,https://[fd00::1]:443"})
  void findsTheApiServerInTheEnvironmentOfAPod(String host, String port, URI url) {
    Map<String, String> environment =
        Map.of("KUBERNETES_SERVICE_HOST", host, "KUBERNETES_SERVICE_PORT", port);

    ApiServerConfig found = api(Optional.empty()).in(environment);

    assertThat(found.url()).hasValue(url);
    assertThat(found.reflector().watchTimeout()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void prefersWhatIsConfigured() {
    URI url = URI.create("https://api.example:6443");

    ApiServerConfig config = api(Optional.of(url)).in(Map.of("KUBERNETES_SERVICE_HOST", "x"));

    assertThat(config.url()).hasValue(url);
  }

  @Test
  void saysWhatIsMissingOutsideOfAPod() {
    assertThatThrownBy(() -> api(Optional.empty()).in(Map.of()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining(
            "discovery.kubernetes.url: missing (expected: a URL such as https://10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://a", "https://", "a:443", "https://a/b", "https://a?b", "x"})
  void refusesAnyOtherUrl(String url) {
    assertThatThrownBy(() -> api(Optional.of(URI.create(url.equals("https://") ? "https:/" : url))))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("(expected: a URL such as");
  }

  private static ApiServerConfig api(Optional<URI> url) {
    return new ApiServerConfig(
        url, NOWHERE, NOWHERE, NOWHERE, Reflecting.watchingFor(Duration.ofSeconds(20)));
  }
}
