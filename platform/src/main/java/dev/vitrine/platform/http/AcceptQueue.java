package dev.vitrine.platform.http;

import io.netty.channel.ChannelException;
import io.netty.channel.ServerChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The connections that the kernel has made for a listening socket, and nobody has accepted yet. It
 * resets them when the socket is closed, whatever their clients have sent. So they are accepted
 * first, while the kernel makes no others: a filter of the socket drops each SYN (Linux, socket(7),
 * {@code SO_ATTACH_FILTER}; packet(7)). Its client sends it again after a second, and is refused
 * then, or served by whoever listens there next. Elsewhere than on Linux, nothing is done.
 */
final class AcceptQueue {
  /** From the answer to a SYN until there is its connection. */
  private static final Duration HANDSHAKE = Duration.ofMillis(100);

  private static final long LOOK_MILLIS = 5;

  // What follows is the same on each architecture for which Netty has a native transport.
  private static final int SOL_SOCKET = 1;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_INFO = 11;

  /** Of {@code struct sock_fprog}: the number of instructions, and, aligned, their address. */
  private static final int PROGRAM_BYTES = 16;

  private static final int PROGRAM_ADDRESS = 8;

  /** Of {@code struct tcp_info}, so much of it as has the length of the queue, as its end. */
  private static final int INFO_BYTES = 28;

  private static final int INFO_UNACKED = 24;

  private static final RawUnixChannelOption FILTER =
      new RawUnixChannelOption("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, PROGRAM_BYTES);
  private static final RawUnixChannelOption INFO =
      new RawUnixChannelOption("TCP_INFO", IPPROTO_TCP, TCP_INFO, INFO_BYTES);

  private final ServerChannel listening;
  private final long begun = System.nanoTime();
  private final Duration most;
  private final Promise<Void> empty = Promise.promise();

  private AcceptQueue(ServerChannel listening, Duration most) {
    this.listening = listening;
    this.most = most;
  }

  /**
   * Lets no more connections in, and waits until all that are there are accepted.
   *
   * @param most to wait
   * @return completes on the event loop that accepts; never fails
   */
  static Future<Void> empty(ServerChannel listening, Duration most) {
    AcceptQueue queue = new AcceptQueue(listening, most);
    listening.eventLoop().execute(queue::begin);
    return queue.empty.future();
  }

  private void begin() {
    if (takesNoMore()) {
      look();
    } else {
      empty.complete();
    }
  }

  private boolean takesNoMore() {
    ByteBuffer instructions = dropSyn();
    ByteBuffer program =
        ByteBuffer.allocateDirect(PROGRAM_BYTES)
            .order(ByteOrder.nativeOrder())
            .putShort(0, (short) (instructions.remaining() / Instruction.BYTES))
            .putLong(PROGRAM_ADDRESS, MemorySegment.ofBuffer(instructions).address());
    try {
      return listening.config().setOption(FILTER, program);
    } catch (ChannelException refused) {
      // As by a sandbox: then those that are queued are reset, as elsewhere.
      return false;
    } finally {
      // From here on the kernel has a copy.
      Reference.reachabilityFence(instructions);
    }
  }

  private void look() {
    long nanos = System.nanoTime() - begun;
    boolean over = !listening.isOpen() || nanos >= most.toNanos();
    if (over || (nanos >= HANDSHAKE.toNanos() && waiting() == 0)) {
      empty.complete();
    } else {
      var _ = listening.eventLoop().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** For a socket that listens, the kernel tells the length of its queue in this place. */
  private int waiting() {
    try {
      return listening.config().getOption(INFO).order(ByteOrder.nativeOrder()).getInt(INFO_UNACKED);
    } catch (ChannelException unknown) {
      // Where nobody tells, the time of a handshake has to do.
      return 0;
    }
  }

  /** One of classic BPF (Linux, {@code struct sock_filter}). */
  private record Instruction(int code, int ifTrue, int ifFalse, int operand) {
    static final int BYTES = 8;
    static final int LOAD_BYTE = 0x30;
    static final int AND = 0x54;
    static final int JUMP_IF_EQUAL = 0x15;
    static final int RETURN = 0x06;

    void put(ByteBuffer to) {
      to.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
    }
  }

  /**
   * Of a segment (RFC 9293, section 3.1) that has SYN and no ACK, nothing is kept; of all others,
   * as of those that end the handshakes that have begun, everything. Connections that are accepted
   * inherit it.
   */
  private static ByteBuffer dropSyn() {
    int flags = 13;
    int syn = 0x02;
    int synOrAck = 0x12;
    Instruction[] instructions = {
      new Instruction(Instruction.LOAD_BYTE, 0, 0, flags),
      new Instruction(Instruction.AND, 0, 0, synOrAck),
      new Instruction(Instruction.JUMP_IF_EQUAL, 0, 1, syn),
      new Instruction(Instruction.RETURN, 0, 0, 0),
      new Instruction(Instruction.RETURN, 0, 0, -1)
    };
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(instructions.length * Instruction.BYTES)
            .order(ByteOrder.nativeOrder());
    for (Instruction instruction : instructions) {
      instruction.put(bytes);
    }
    return bytes.flip();
  }
}
