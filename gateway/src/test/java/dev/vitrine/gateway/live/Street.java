package dev.vitrine.gateway.live;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A gateway and the shops that it leads to, all of them processes; {@code /a} leads to the shops
 * that are open, by the file that the gateway watches.
 */
final class Street implements AutoCloseable {
  private final Path folder;
  private final Map<String, String> shopEnvironment;
  private final JvmProcess gateway;
  private final List<Shop> open = new ArrayList<>();
  private final List<Shop> all = new ArrayList<>();

  private Street(Path folder, Map<String, String> shopEnvironment, JvmProcess gateway) {
    this.folder = folder;
    this.shopEnvironment = shopEnvironment;
    this.gateway = gateway;
  }

  /**
   * Starts the gateway, without any shop.
   *
   * @param environment of the gateway
   * @param shopEnvironment of each shop
   */
  static Street build(
      Path folder, Map<String, String> environment, Map<String, String> shopEnvironment)
      throws IOException {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("VITRINE_UPSTREAMS", "{a: {}}");
    variables.put("VITRINE_DISCOVERY_FILE", directory(folder).toString());
    tell(folder, List.of());
    return new Street(folder, shopEnvironment, gateway(folder, variables));
  }

  /** Starts a gateway alone, and waits until it serves. */
  static JvmProcess gateway(Path folder, Map<String, String> environment) throws IOException {
    Map<String, String> variables = new HashMap<>(environment);
    variables.putIfAbsent("VITRINE_ROUTES", "[{path: /a, upstream: a}]");
    variables.putIfAbsent("VITRINE_LOG_LEVEL", "warn");
    variables.putIfAbsent("VITRINE_LOG_FORMAT", "json");
    variables.putIfAbsent("VITRINE_LIFECYCLE_PRE_DRAIN", "0s");
    return JvmProcess.start(folder, List.of("-jar", "target/gateway.jar"), variables)
        .awaitServing();
  }

  JvmProcess gateway() {
    return gateway;
  }

  /** Starts a shop and tells the gateway of it. */
  Shop open() throws IOException {
    return open(shopEnvironment);
  }

  /** Starts a shop with an environment of its own, and tells the gateway of it. */
  Shop open(Map<String, String> environment) throws IOException {
    Shop shop = Shop.start(folder, environment);
    all.add(shop);
    open.add(shop);
    tell(folder, open);
    return shop;
  }

  /** Takes a shop out of what the gateway is told; its process goes on. */
  void forget(Shop shop) throws IOException {
    open.remove(shop);
    tell(folder, open);
  }

  /** How many endpoints are ready, by the gateway's word. */
  int ready() throws IOException, InterruptedException {
    return (int) gateway.metric("gateway_upstream_endpoints", "state=\"ready\"");
  }

  /** Every shop that there has been. */
  List<Shop> shops() {
    return List.copyOf(all);
  }

  @Override
  public void close() {
    gateway.close();
    all.forEach(Shop::close);
  }

  private static Path directory(Path folder) {
    return folder.resolve("endpoints.json");
  }

  private static void tell(Path folder, List<Shop> shops) throws IOException {
    JsonArray endpoints = new JsonArray();
    for (Shop shop : shops) {
      JvmProcess process = shop.process();
      endpoints.add(
          new JsonObject()
              .put("address", "127.0.0.1:" + process.port())
              .put("management", "127.0.0.1:" + process.managementPort()));
    }
    Path draft = folder.resolve("endpoints.draft");
    Files.writeString(
        draft,
        new JsonObject().put("upstreams", new JsonObject().put("a", endpoints)).encodePrettily());
    Files.move(draft, directory(folder), StandardCopyOption.ATOMIC_MOVE);
  }
}
