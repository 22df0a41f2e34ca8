package dev.vitrine.local.postgres;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Asks whether PostgreSQL takes connections, as pg_isready does: by the first message of the
 * frontend protocol, without a password.
 */
public final class PostgresPing {
  private static final int TIMEOUT_MILLIS = 1000;
  private static final int PROTOCOL_3_0 = 3 << 16;
  private static final int ASKS_FOR_PASSWORD = 'R';

  private PostgresPing() {}

  /** Whether it would take a connection now: not while it starts, recovers or stops. */
  public static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral(PostgresServer.HOST), port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.write(startup());
      out.flush();
      return new DataInputStream(socket.getInputStream()).read() == ASKS_FOR_PASSWORD;
    } catch (IOException _) {
      return false;
    }
  }

  private static byte[] startup() {
    byte[] parameters =
        "user\0postgres\0database\0postgres\0\0".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(2 * Integer.BYTES + parameters.length)
        .putInt(2 * Integer.BYTES + parameters.length)
        .putInt(PROTOCOL_3_0)
        .put(parameters)
        .array();
  }
}
