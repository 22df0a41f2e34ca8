package dev.vitrine.user;

import dev.vitrine.platform.config.Configuration;
import dev.vitrine.platform.lifecycle.Readiness;
import dev.vitrine.platform.testing.Link;
import dev.vitrine.platform.testing.RunningService;
import dev.vitrine.platform.testing.TestDatabase;
import java.util.HashMap;
import java.util.Map;

/** User-services in this JVM, with the defaults that are shipped. */
final class UserServices {
  private UserServices() {}

  /**
   * Starts one that reaches its database by a way that can be cut; {@code more} are names and
   * values of environment variables in turn.
   */
  static RunningService start(TestDatabase database, Link link, String... more) throws Exception {
    Map<String, String> environment = new HashMap<>(database.environment());
    environment.put("VITRINE_POSTGRES_HOST", link.host());
    environment.put("VITRINE_POSTGRES_PORT", Integer.toString(link.port()));
    environment.put("VITRINE_HTTP_HOST", "127.0.0.1");
    environment.put("VITRINE_HTTP_PORT", "0");
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    UserServiceConfig config =
        Configuration.of(environment).read(UserServiceConfig.class, "defaults.yaml");
    return RunningService.start(
        "user-service",
        telemetry -> UserService.start(telemetry, config, new Readiness()).servers());
  }
}
