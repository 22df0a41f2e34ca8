package dev.vitrine.gateway;

import dev.vitrine.gateway.console.ClientConnections;
import dev.vitrine.gateway.console.Rejections;
import dev.vitrine.gateway.proxy.GatewayProblems;
import dev.vitrine.gateway.security.EdgeRoutes;
import dev.vitrine.gateway.security.limit.ConnectionDeadlines;
import dev.vitrine.gateway.security.limit.HeadDeadline;
import dev.vitrine.gateway.security.limit.HeadTime;
import dev.vitrine.gateway.security.tls.ServerCertificate;
import dev.vitrine.platform.http.HttpServers;
import dev.vitrine.platform.http.ServerListener;
import dev.vitrine.platform.telemetry.Telemetry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What listens to clients: with a certificate where there is one, with a deadline for each head,
 * and with a count of the connections that are open and of the requests that are refused.
 */
final class PublicServer {
  private static final int START_SECONDS = 30;

  private final HttpServers servers;
  private final Optional<ServerCertificate> certificate;

  private PublicServer(HttpServers servers, Optional<ServerCertificate> certificate) {
    this.servers = servers;
    this.certificate = certificate;
  }

  /**
   * Starts to listen. Blocks until it does; not for an event loop.
   *
   * @param edge what covers the answers to requests that cannot be parsed, asked at each
   * @param requests makes the handler of one event loop, on that event loop
   * @throws TimeoutException where it does not come up
   */
  static PublicServer start(
      Telemetry telemetry,
      GatewayConfig config,
      Optional<ServerCertificate> certificate,
      Supplier<EdgeRoutes> edge,
      Function<Vertx, Handler<HttpServerRequest>> requests)
      throws TimeoutException {
    HttpServerOptions options = config.http().options();
    certificate.ifPresent(it -> it.secure(options));
    Rejections rejections = new Rejections(telemetry.registry(), GatewayProblems.kinds());
    telemetry.onRefusal(rejections::count);
    HeadTime heads =
        new HeadTime(
            config.edge().limits().headTimeout(),
            () -> rejections.count("head-timeout"),
            edge.get().problemFields(certificate.isPresent()));
    ClientConnections clients = new ClientConnections(telemetry.registry());
    HttpServers servers =
        HttpServers.start(telemetry.vertx(), options, new Listener(heads, clients, edge), requests)
            .await(START_SECONDS, TimeUnit.SECONDS);
    ConnectionDeadlines.guard(servers.port(), heads);
    certificate.ifPresent(it -> it.watch(servers::update));
    return new PublicServer(servers, certificate);
  }

  private record Listener(HeadTime heads, ClientConnections clients, Supplier<EdgeRoutes> edge)
      implements ServerListener {
    @Override
    public void connected(HttpConnection connection) {
      HeadDeadline.watch(connection, heads);
      clients.opened(connection);
    }

    @Override
    public void refusing(HttpServerRequest request) {
      edge.get().cover(request);
    }
  }

  HttpServers servers() {
    return servers;
  }

  /** Stops what goes on beside the requests; those, and what listens, a drain ends. */
  void stop() {
    certificate.ifPresent(ServerCertificate::stop);
    ConnectionDeadlines.release(servers.port());
  }
}
