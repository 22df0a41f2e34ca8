package dev.vitrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A route at the root. */
@ExtendWith(VertxExtension.class)
class CatchAllTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";

  @Test
  void takesWhatNoOtherRouteDoesAndNotTheHealthOfTheGateway(Vertx vertx) throws Exception {
    try (RawServer rest = RawServer.answering(vertx, OK + "rest");
        RawServer shop = RawServer.answering(vertx, OK + "shop");
        RunningGateway gateway =
            RunningGateway.with(
                Map.of(
                    "VITRINE_UPSTREAMS",
                    "{rest: {endpoints: [{address: '127.0.0.1:%d'}]}, shop: {endpoints: [{address: '127.0.0.1:%d'}]}}"
                        .formatted(rest.port(), shop.port()),
                    "VITRINE_ROUTES",
                    "[{path: /, upstream: rest}, {path: /shop, upstream: shop}]"))) {

      assertThat(get(gateway, "/")).endsWith("rest");
      assertThat(get(gateway, "/a/b?c")).endsWith("rest");
      assertThat(get(gateway, "/shopping")).endsWith("rest");
      assertThat(get(gateway, "/shop")).endsWith("shop");
      assertThat(get(gateway, "/shop/1")).endsWith("shop");
      assertThat(get(gateway, "/health")).contains("\"service\":\"gateway\"");
      assertThat(get(gateway, "/health/more")).endsWith("rest");
    }
  }

  private static String get(RunningGateway gateway, String path) throws Exception {
    return RawClient.exchange(
        gateway.port(), "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }
}
