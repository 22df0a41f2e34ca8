package dev.vitrine.local.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/** A port for a program that cannot choose one itself. */
public final class FreePort {
  // Below the range from which Linux and macOS give ports to anyone who asks for any: between our
  // look and the program's start, only one who wants this very number can take it.
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int ATTEMPTS = 200;

  private FreePort() {}

  /** A port that is free now on this address. */
  public static int choose(String host, RandomGenerator random) throws IOException {
    InetAddress address = InetAddress.getAllByName(host)[0];
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = random.nextInt(FIRST, LAST);
      if (isFree(new InetSocketAddress(address, port))) {
        return port;
      }
    }
    throw new IOException("no port between " + FIRST + " and " + LAST + " is free");
  }

  private static boolean isFree(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(address);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
