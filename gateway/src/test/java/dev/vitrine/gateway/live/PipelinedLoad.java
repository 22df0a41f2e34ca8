package dev.vitrine.gateway.live;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Exactly so many requests over kept connections, a few at a time on each, at little cost: answers
 * are counted by their status lines, and not looked into. Their contents must not have one.
 */
final class PipelinedLoad {
  private static final byte[] STATUS_LINE = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
  private static final int AT_A_TIME = 16;
  private static final int LANES = 16;

  private final Vertx vertx;
  private final NetClient client;
  private final int port;
  private final LongFunction<String> requests;
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private volatile long most;

  /**
   * @param requests the bytes of the request with a number, from 0 on; called on any event loop
   */
  PipelinedLoad(Vertx vertx, int port, LongFunction<String> requests) {
    this.vertx = vertx;
    this.client = vertx.createNetClient();
    this.port = port;
    this.requests = requests;
  }

  /**
   * Sends requests until there have been so many since the beginning, and waits for all answers.
   */
  void until(long number, long seconds) throws Exception {
    most = number;
    List<Future<Void>> lanes = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      Promise<Void> end = Promise.promise();
      lanes.add(end.future());
      vertx.runOnContext(turn ->
          client
              .connect(port, "127.0.0.1")
              .onSuccess(socket -> new Lane(socket, end).begin())
              .onFailure(end::fail));
    }
    Future.all(lanes).await(seconds, TimeUnit.SECONDS);
  }

  long answered() {
    return answered.get();
  }

  /** One connection; for its event loop. */
  private final class Lane {
    private final NetSocket socket;
    private final Promise<Void> end;
    private int waiting;
    private int matched;

    Lane(NetSocket socket, Promise<Void> end) {
      this.socket = socket;
      this.end = end;
    }

    void begin() {
      socket.closeHandler(closed -> end.tryFail("closed with %d to answer".formatted(waiting)));
      socket.handler(this::count);
      send();
    }

    private void send() {
      StringBuilder batch = new StringBuilder();
      while (waiting < AT_A_TIME) {
        long number = begun.getAndIncrement();
        if (number >= most) {
          begun.decrementAndGet();
          break;
        }
        batch.append(requests.apply(number));
        waiting++;
      }
      if (waiting == 0) {
        end.tryComplete();
        socket.close();
      } else {
        socket.write(Buffer.buffer(batch.toString()));
      }
    }

    private void count(Buffer piece) {
      for (int i = 0; i < piece.length(); i++) {
        byte next = piece.getByte(i);
        matched = next == STATUS_LINE[matched] ? matched + 1 : next == STATUS_LINE[0] ? 1 : 0;
        if (matched == STATUS_LINE.length) {
          matched = 0;
          waiting--;
          answered.incrementAndGet();
        }
      }
      if (waiting == 0) {
        send();
      }
    }
  }
}
