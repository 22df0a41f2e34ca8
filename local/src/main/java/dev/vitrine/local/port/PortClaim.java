package dev.vitrine.local.port;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * A port that something of ours is going to listen on.
 *
 * @param host the address
 * @param port not 0
 * @param owner who wants it, in words
 * @param variable the environment variable that chooses another
 */
public record PortClaim(String host, int port, String owner, String variable) {
  private static final int PRIVILEGED = 1024;

  /** What is in the way, in a sentence; empty when the port can be had. */
  public Optional<String> obstacle() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getAllByName(host)[0], port));
      return Optional.empty();
    } catch (BindException e) {
      return Optional.of(sentence(String.valueOf(e.getMessage())));
    }
  }

  private String sentence(String failure) {
    if (failure.startsWith("Permission denied") && port < PRIVILEGED) {
      return "port %d, which %s wants, is for root only: choose another with %s"
          .formatted(port, owner, variable);
    }
    if (!failure.contains("in use")) {
      return "%s cannot listen on %s: %s".formatted(owner, new HostPort(host, port), failure);
    }
    String holder = PortHolder.find(port).map(who -> " by " + who).orElse("");
    return "port %d, which %s wants, is taken%s: stop that, or choose another with %s (0: any)"
        .formatted(port, owner, holder, variable);
  }
}
