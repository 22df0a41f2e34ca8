package dev.vitrine.gateway.console;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An address that stays while what is behind it comes and goes, as that of a Service does. */
final class Front implements AutoCloseable {
  private final NetServer server;
  private final NetClient client;
  private volatile int target;

  Front(Vertx vertx, int target) throws TimeoutException {
    this.target = target;
    this.client = vertx.createNetClient();
    this.server =
        vertx
            .createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
            .connectHandler(this::connect);
    server.listen().await(5, TimeUnit.SECONDS);
  }

  /** Where connections lead that are made from now on. */
  void leadTo(int port) {
    target = port;
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.actualPort() + path;
  }

  private void connect(NetSocket near) {
    near.pause();
    client
        .connect(target, "127.0.0.1")
        .onFailure(refused -> near.close())
        .onSuccess(far -> {
          near.pipeTo(far);
          far.pipeTo(near);
        });
  }

  @Override
  public void close() throws TimeoutException {
    server.close().await(5, TimeUnit.SECONDS);
    client.close().await(5, TimeUnit.SECONDS);
  }
}
