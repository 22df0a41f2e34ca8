package dev.vitrine.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class UnknownVariablesTest {
  private static final Set<String> KNOWN =
      Set.of("VITRINE_HTTP_PORT", "VITRINE_HTTP_HOST", "VITRINE_LOG_LEVEL");

  @Test
  void aSlipIsToldWithWhatWasMeant() {
    assertThat(
            UnknownVariables.in(
                Map.of("VITRINE_LOGLEVEL", "debug", "VITRINE_HTTP_PRT", "1", "HTTP_PRT", "1"),
                "VITRINE_",
                KNOWN))
        .containsExactly(
            "VITRINE_HTTP_PRT sets nothing; is it VITRINE_HTTP_PORT?",
            "VITRINE_LOGLEVEL sets nothing; is it VITRINE_LOG_LEVEL?");
  }

  @Test
  void whatIsNearToNothingIsToldToo() {
    assertThat(UnknownVariables.in(Map.of("VITRINE_COLOUR", "red"), "VITRINE_", KNOWN))
        .containsExactly("VITRINE_COLOUR sets nothing: there is no such variable");
  }

  @Test
  void nothingIsSaidOfWhatOthersRead() {
    assertThat(
            UnknownVariables.in(
                Map.of(
                    "VITRINE_HTTP_PORT", "1",
                    "VITRINE_CONFIG", "a.yaml",
                    "VITRINE_LOCAL_GATEWAY_PORT", "1",
                    "VITRINE_BUILD", "skip",
                    "VITRINE_SKIPPED_TESTS", "/tmp/skipped"),
                "VITRINE_",
                KNOWN))
        .isEmpty();
  }

  @Test
  void nothingIsSaidOfWhatKubernetesSets() {
    assertThat(
            UnknownVariables.in(
                Map.of(
                    "VITRINE_GATEWAY_SERVICE_HOST", "10.0.0.1",
                    "VITRINE_GATEWAY_SERVICE_PORT", "80",
                    "VITRINE_GATEWAY_SERVICE_PORT_HTTP", "80",
                    "VITRINE_GATEWAY_PORT", "tcp://10.0.0.1:80",
                    "VITRINE_GATEWAY_PORT_80_TCP", "tcp://10.0.0.1:80",
                    "VITRINE_GATEWAY_PORT_80_TCP_PROTO", "tcp",
                    "VITRINE_GATEWAY_PORT_80_TCP_ADDR", "10.0.0.1"),
                "VITRINE_",
                KNOWN))
        .isEmpty();
  }
}
