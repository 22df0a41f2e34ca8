package dev.vitrine.gateway.console;

import dev.vitrine.platform.http.Answers;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * One of the files that the console is made of, as it lies beside this class. A browser that has it
 * asks whether it still holds; and it is told to allow the page what it needs, which is files and
 * answers of this server, and nothing that could make markup or script of a text.
 */
final class PageFile implements Handler<RoutingContext> {
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self'",
          "connect-src 'self'",
          "base-uri 'none'",
          "form-action 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types 'none'");

  private final String type;
  private final Buffer content;

  /** Reads the file, once: not for an event loop. */
  PageFile(String name, String mediaType) {
    this.type = mediaType + "; charset=utf-8";
    this.content = read(name);
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin");
    Answers.digested(ctx, type, content).onFailure(ctx::fail);
  }

  private static Buffer read(String name) {
    try (InputStream file =
        Objects.requireNonNull(PageFile.class.getResourceAsStream(name), name)) {
      return Buffer.buffer(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
