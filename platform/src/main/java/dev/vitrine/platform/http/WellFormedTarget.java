package dev.vitrine.platform.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Refuses a request target of other characters than visible ASCII, or with a fragment (RFC 9112,
 * section 3.2), whose percent-encoding cannot be read (RFC 3986, section 2.1), or that does not
 * decode to UTF-8, before any route looks at it: 400.
 */
public final class WellFormedTarget implements Handler<RoutingContext> {
  private static final Pattern BROKEN_ENCODING = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  @Override
  public void handle(RoutingContext ctx) {
    String target = ctx.request().uri();
    if (!hasOnlyCharactersOfATarget(target)) {
      ctx.fail(
          Problem.malformed("The request target has a character that no target has.")
              .asException());
    } else if (isWellFormed(target)) {
      ctx.next();
    } else {
      ctx.fail(
          Problem.malformed("The request target is not properly percent-encoded.").asException());
    }
  }

  private static boolean hasOnlyCharactersOfATarget(String target) {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c > '~' || c == '#') {
        return false;
      }
    }
    return true;
  }

  private static boolean isWellFormed(String uri) {
    if (uri.indexOf('%') < 0) {
      return true;
    }
    if (BROKEN_ENCODING.matcher(uri).find()) {
      return false;
    }
    // Decoded as bytes, in which Latin-1 has one for each: then these have to be UTF-8.
    byte[] bytes =
        URLDecoder.decode(uri, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }
}
