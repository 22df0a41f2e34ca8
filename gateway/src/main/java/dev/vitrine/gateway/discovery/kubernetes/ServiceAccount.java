package dev.vitrine.gateway.discovery.kubernetes;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who the gateway is to the Kubernetes API. Kubernetes replaces these files while the pod runs, so
 * each is read whenever it is needed. Blocks; not for an event loop.
 */
final class ServiceAccount {
  private final ApiServerConfig config;

  ServiceAccount(ApiServerConfig config) {
    this.config = config;
  }

  /** The token to show; empty where there is none. */
  Optional<String> token() throws IOException {
    try {
      return Optional.of(text(config.tokenFile())).filter(token -> !token.isEmpty());
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  /** The certificates, in PEM, that the API server's must be signed by. */
  Buffer authorities() throws IOException {
    try {
      return Buffer.buffer(Files.readAllBytes(config.caFile()));
    } catch (NoSuchFileException missing) {
      throw new IOException(config.caFile() + ": no such file", missing);
    }
  }

  /** The namespace of the pod. */
  String namespace() throws IOException {
    try {
      return text(config.namespaceFile());
    } catch (NoSuchFileException missing) {
      throw new IOException(config.namespaceFile() + ": no such file", missing);
    }
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file).strip();
  }
}
