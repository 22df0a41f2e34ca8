package dev.vitrine.product;

import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.testing.Link;
import dev.vitrine.platform.testing.RunningService;
import dev.vitrine.platform.testing.TestDatabase;
import java.util.HashMap;
import java.util.Map;

/** Product-services in this JVM, with the defaults that are shipped. */
final class ProductServices {
  private ProductServices() {}

  /** Starts one; {@code more} are names and values of environment variables in turn. */
  static RunningService start(TestDatabase database, String... more) throws Exception {
    Map<String, String> environment = new HashMap<>(database.environment());
    environment.put("VITRINE_HTTP_HOST", "127.0.0.1");
    environment.put("VITRINE_HTTP_PORT", "0");
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    ProductServiceConfig config =
        Configuration.of(environment).read(ProductServiceConfig.class, "defaults.yaml");
    return RunningService.start(
        "product-service",
        environment,
        telemetry -> ProductService.start(telemetry, config, new Readiness()).servers());
  }

  /** Starts one that reaches its database by a way that can be cut. */
  static RunningService start(TestDatabase database, Link link) throws Exception {
    return start(
        database,
        "VITRINE_POSTGRES_HOST",
        link.host(),
        "VITRINE_POSTGRES_PORT",
        Integer.toString(link.port()));
  }
}
