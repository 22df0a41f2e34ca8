package dev.vitrine.gateway;

import static org.awaitility.Awaitility.await;

import dev.vitrine.platform.telemetry.Metric;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The connections that are open now, as the metrics tell of them. */
@ExtendWith(VertxExtension.class)
class ConnectionMetersTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static final String LAST =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";

  private static Vertx vertx;

  @TempDir Path folder;

  @BeforeAll
  static void useVertx(Vertx shared) {
    vertx = shared;
  }

  @Test
  void countClientsUntilTheyLeave() throws Exception {
    try (RunningGateway gateway = RunningGateway.with(Map.of())) {
      awaitClients(gateway, "1.1", 0);
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        clients.add(new RawClient(gateway.port()).send(GET));
      }

      awaitClients(gateway, "1.1", 3);
      clients.removeLast().hangUp();

      awaitClients(gateway, "1.1", 2);
      for (RawClient client : clients) {
        client.hangUp();
      }
      awaitClients(gateway, "1.1", 0);
    }
  }

  @Test
  void countClientsByTheVersionOfHttp() throws Exception {
    try (RunningGateway gateway = RunningGateway.with(Map.of());
        RawClient _ = new RawClient(gateway.port()).send(GET)) {
      HttpClient client =
          vertx.createHttpClient(
              new HttpClientOptions()
                  .setProtocolVersion(HttpVersion.HTTP_2)
                  .setHttp2ClearTextUpgrade(false));
      client
          .request(HttpMethod.GET, gateway.port(), "127.0.0.1", "/nowhere")
          .compose(request -> request.send())
          .await(10, TimeUnit.SECONDS);

      awaitClients(gateway, "2", 1);
      awaitClients(gateway, "1.1", 1);
      client.close().await(10, TimeUnit.SECONDS);

      awaitClients(gateway, "2", 0);
      awaitClients(gateway, "1.1", 1);
    }
  }

  @Test
  void countConnectionsToAnUpstreamThatAreInUseAndThatAreNot() throws Exception {
    try (RawServer upstream = new RawServer(vertx, (text, socket) -> {});
        RunningGateway gateway = RunningGateway.before(upstream.port());
        RawClient first = new RawClient(gateway.port()).send(GET);
        RawClient second = new RawClient(gateway.port()).send(GET);
        RawClient third = new RawClient(gateway.port()).send(GET)) {
      await().until(() -> upstream.received().split("GET", -1).length == 4);
      awaitUpstream(gateway, "a", 3);

      third.hangUp(); // and takes the connection of its request with it

      awaitUpstream(gateway, "a", 2);
      upstream.writeToAll(OK);
      first.readUntil("ok");
      second.readUntil("ok");
      awaitUpstream(gateway, "a", 2);

      first.send(GET);
      second.send(GET);
      await().until(() -> upstream.received().split("GET", -1).length == 6);
      upstream.writeToAll(LAST);

      awaitUpstream(gateway, "a", 0);
    }
  }

  @Test
  void goWithTheirUpstream() throws Exception {
    try (RawServer upstream = RawServer.answering(vertx, OK)) {
      RewrittenFile file =
          RewrittenFile.ofConfiguration(folder).write(config("one", upstream.port()));
      try (RunningGateway gateway = RunningGateway.with(file.watched());
          RawClient client = new RawClient(gateway.port()).send(GET)) {
        client.readUntil("ok");
        awaitUpstream(gateway, "one", 1);

        file.write(config("two", upstream.port()));

        await()
            .until(() -> !shown(gateway).contains("http_client_open_connections{upstream=\"one"));
        await().until(() -> shown(gateway).contains("http_client_open_connections{upstream=\"two"));
      }
    }
  }

  private static String config(String name, int port) {
    return "{upstreams: {%s: {endpoints: [{address: '127.0.0.1:%d'}]}}, routes: [{path: /a, upstream: %s}]}"
        .formatted(name, port, name);
  }

  private static String shown(RunningGateway gateway) throws Exception {
    return gateway.management().get("/metrics").body();
  }

  private static void awaitClients(RunningGateway gateway, String version, int open) {
    String name = Metric.HTTP_SERVER_ACTIVE_CONNECTIONS.meter();
    await().until(() -> gateway.metric(name, "network.protocol.version", version) == open);
  }

  private static void awaitUpstream(RunningGateway gateway, String upstream, int open) {
    String name = Metric.HTTP_CLIENT_OPEN_CONNECTIONS.meter();
    await().until(() -> gateway.metric(name, "upstream", upstream) == open);
  }
}
