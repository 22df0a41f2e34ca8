package dev.vitrine.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.program.Endpoint;
import dev.vitrine.local.settings.LocalConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceEnvironmentTest {
  private static final Path HOME = Path.of("/home/someone/vitrine");
  private static final Path ADDRESS_FILE = HOME.resolve(".vitrine/run/x.json");

  @Test
  void aServiceWithADatabaseIsToldAllAboutIt() {
    Map<String, String> variables = variables(Service.USER_SERVICE, Map.of());

    assertThat(variables)
        .containsAllEntriesOf(
            Map.ofEntries(
                Map.entry("VITRINE_HTTP_HOST", "127.0.0.1"),
                Map.entry("VITRINE_HTTP_PORT", "3000"),
                Map.entry("VITRINE_MANAGEMENT_HOST", "127.0.0.1"),
                Map.entry("VITRINE_MANAGEMENT_PORT", "3001"),
                Map.entry("VITRINE_LIFECYCLE_ADDRESS_FILE", ADDRESS_FILE.toString()),
                Map.entry("VITRINE_LIFECYCLE_PRE_DRAIN", "0s"),
                Map.entry("VITRINE_LOG_FORMAT", "json"),
                Map.entry("VITRINE_POSTGRES_HOST", "127.0.0.1"),
                Map.entry("VITRINE_POSTGRES_PORT", "15432"),
                Map.entry("VITRINE_POSTGRES_DATABASE", "user_db"),
                Map.entry(
                    "VITRINE_POSTGRES_CREDENTIALS",
                    HOME.resolve(".vitrine/secrets/user_service").toString()),
                Map.entry("VITRINE_MIGRATIONS_AT_START", "true"),
                Map.entry(
                    "VITRINE_MIGRATIONS_CREDENTIALS",
                    HOME.resolve(".vitrine/secrets/migrator").toString())));
    assertThat(variables).doesNotContainKey("VITRINE_DISCOVERY_FILE");
  }

  @Test
  void theGatewayIsToldWhereTheOthersAreAndNothingOfTheDatabase() {
    Map<String, String> variables = variables(Service.GATEWAY, Map.of());

    assertThat(variables)
        .containsEntry(
            "VITRINE_DISCOVERY_FILE", HOME.resolve(".vitrine/run/upstreams.json").toString())
        .doesNotContainKeys("VITRINE_POSTGRES_CREDENTIALS", "VITRINE_MIGRATIONS_CREDENTIALS");
  }

  @Test
  void whatIsMeantForUsStaysWithUs() {
    Map<String, String> variables =
        variables(
            Service.GATEWAY,
            Map.of(
                "PATH", "/bin",
                "VITRINE_HTTP_PORT", "1",
                "VITRINE_LOCAL_GATEWAY_CONFIG", "/etc/gateway.yaml",
                "VITRINE_LOG_LEVEL", "debug"));

    assertThat(variables)
        .containsEntry("PATH", "/bin")
        .containsEntry("VITRINE_HTTP_PORT", "3000")
        .containsEntry("VITRINE_CONFIG", "/etc/gateway.yaml")
        .containsEntry("VITRINE_LOG_LEVEL", "debug")
        .doesNotContainKey("VITRINE_LOCAL_GATEWAY_CONFIG");
  }

  @Test
  void everyTraceIsKeptLocallyUnlessSomeoneSaysOtherwise() {
    assertThat(variables(Service.GATEWAY, Map.of()))
        .containsEntry("OTEL_TRACES_SAMPLER", "parentbased_always_on")
        .containsEntry("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=local")
        .doesNotContainKey("OTEL_SERVICE_NAME");
    assertThat(
            variables(
                Service.GATEWAY,
                Map.of(
                    "OTEL_SERVICE_NAME", "mine",
                    "OTEL_TRACES_SAMPLER", "always_off",
                    "OTEL_RESOURCE_ATTRIBUTES", "team=shop",
                    "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")))
        .containsEntry("OTEL_TRACES_SAMPLER", "always_off")
        .containsEntry("OTEL_RESOURCE_ATTRIBUTES", "team=shop,deployment.environment.name=local")
        .containsEntry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
        .doesNotContainKey("OTEL_SERVICE_NAME");
    assertThat(
            variables(
                Service.GATEWAY,
                Map.of("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=ci")))
        .containsEntry("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=ci");
  }

  private static Map<String, String> variables(Service service, Map<String, String> environment) {
    Surroundings here =
        new Surroundings(
            HOME,
            LocalConfig.of(environment),
            LocalConfig.of(environment).folders(HOME),
            15432,
            new HashMap<>(environment));
    return new ServiceEnvironment(here, service).variables(new Endpoint(3000, 3001), ADDRESS_FILE);
  }
}
