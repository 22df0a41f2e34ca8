package dev.vitrine.local.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PortsTest {
  private static final String HOST = "127.0.0.1";

  @Test
  void aFreePortIsNoObstacle() throws IOException {
    int port = FreePort.choose(HOST, new Random(1));

    assertThat(claim(HOST, port).obstacle()).isEmpty();
  }

  @Test
  void aTakenPortIsNamedWithItsOwnerAndTheVariable() throws IOException {
    try (ServerSocket other = listen()) {
      assertThat(claim(HOST, other.getLocalPort()).obstacle())
          .get()
          .asString()
          .startsWith("port " + other.getLocalPort() + ", which the gateway wants, is taken")
          .endsWith("choose another with VITRINE_LOCAL_GATEWAY_PORT (0: any)");
    }
  }

  @Test
  void aPortIsTakenByOneThatListensEverywhereToo() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      assertThat(claim(HOST, other.getLocalPort()).obstacle()).isPresent();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theHolderIsFound() throws IOException {
    String name = Files.readString(Path.of("/proc/self/comm")).strip();
    try (ServerSocket other = listen()) {
      assertThat(PortHolder.find(other.getLocalPort()))
          .get()
          .asString()
          .startsWith("process " + ProcessHandle.current().pid() + " (" + name);
    }
  }

  @Test
  void aPortThatNobodyHasHasNoHolder() throws IOException {
    assertThat(PortHolder.find(FreePort.choose(HOST, new Random(2)))).isEmpty();
  }

  @Test
  void anAddressOfAnotherMachineIsAnObstacle() throws IOException {
    assertThat(claim("192.0.2.1", 8080).obstacle())
        .get()
        .asString()
        .startsWith("the gateway cannot listen on 192.0.2.1:8080");
  }

  @Test
  void aChosenPortIsNeverOneThatTheSystemGivesAway() throws IOException {
    assertThat(FreePort.choose(HOST, new Random(3))).isBetween(20_000, 31_999);
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static PortClaim claim(String host, int port) {
    return new PortClaim(host, port, "the gateway", "VITRINE_LOCAL_GATEWAY_PORT");
  }
}
