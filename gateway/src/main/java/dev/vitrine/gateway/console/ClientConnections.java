package dev.vitrine.gateway.console;

import dev.vitrine.platform.telemetry.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.atomic.LongAdder;

/** Counts the connections of clients that are open. Safe for any thread. */
public final class ClientConnections {
  private final LongAdder http1 = new LongAdder();
  private final LongAdder http2 = new LongAdder();

  public ClientConnections(MeterRegistry meters) {
    Metric.HTTP_SERVER_ACTIVE_CONNECTIONS.gauge(meters, http1::sum, "1.1");
    Metric.HTTP_SERVER_ACTIVE_CONNECTIONS.gauge(meters, http2::sum, "2");
  }

  /** A connection was made; counts it until it is closed. */
  public void opened(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    boolean multiplexed = channel.pipeline().get(Http2ConnectionHandler.class) != null;
    LongAdder open = multiplexed ? http2 : http1;
    open.increment();
    var _ = channel.closeFuture().addListener(closed -> open.decrement());
  }
}
