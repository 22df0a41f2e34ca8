package dev.vitrine.gateway.corpus;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * An nginx of its own, in a folder of its own, configured as people do, with limits and timeouts as
 * near to those of the gateway as it can say them.
 */
final class NginxEdge implements Edge {
  private final Process process;
  private final int port;
  private final int http2Port;

  private NginxEdge(Process process, int port, int http2Port) {
    this.process = process;
    this.port = port;
    this.http2Port = http2Port;
  }

  /** Starts the program in an empty folder. */
  static NginxEdge before(int upstream, Path program, Path folder) throws IOException {
    int port = freePort();
    int http2Port = freePort();
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, configuration(upstream, port, http2Port));
    Process process =
        new ProcessBuilder(
                program.toString(),
                "-p",
                folder.toString(),
                "-c",
                file.toString(),
                "-e",
                "error.log")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.log").toFile())
            .start();
    NginxEdge nginx = new NginxEdge(process, port, http2Port);
    await().until(() -> listens(port) && listens(http2Port));
    return nginx;
  }

  private static String configuration(int upstream, int port, int http2Port) {
    return """
    daemon off;
    master_process off;
    pid nginx.pid;
    events { worker_connections 1024; }
    http {
      access_log off;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      client_max_body_size 1m;
      client_body_timeout 1s;
      large_client_header_buffers 2 8k;
      upstream a {
        server 127.0.0.1:%d max_fails=0;
        keepalive 16;
      }
      server {
        listen 127.0.0.1:%d;
        listen 127.0.0.1:%d http2;
        location /a {
          proxy_pass http://a;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
          proxy_set_header Host $http_host;
          proxy_set_header X-Forwarded-For $remote_addr;
          proxy_set_header X-Forwarded-Proto $scheme;
          proxy_read_timeout 1s;
        }
      }
    }
    """
        .formatted(upstream, port, http2Port);
  }

  /** What the program says that it is, such as {@code 1.22.1}. */
  static String version(Path program) throws IOException {
    Process asked = new ProcessBuilder(program.toString(), "-v").redirectErrorStream(true).start();
    String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said.replaceFirst("(?s).*nginx/([0-9.]+).*", "$1");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public int http2Port() {
    return http2Port;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(5, TimeUnit.SECONDS).join();
  }
}
