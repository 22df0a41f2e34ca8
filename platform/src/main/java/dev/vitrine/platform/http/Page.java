package dev.vitrine.platform.http;

import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Which part of a list a client asks for, in keyset pagination: so many elements behind a key. The
 * key travels as an opaque cursor; the way to the next page is a {@code Link} (RFC 8288).
 *
 * @param limit how many elements, 1 to 100
 * @param after the key of the last element of the page before; empty for the first page
 */
public record Page(int limit, OptionalLong after) {
  private static final String LIMIT = "limit";
  private static final String CURSOR = "cursor";
  private static final int DEFAULT_LIMIT = 20;
  private static final int MOST = 100;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}");
  private static final byte CURSOR_FORMAT = 1;

  /**
   * Reads {@code limit} and {@code cursor}.
   *
   * @throws ProblemException 400, where either cannot be used
   */
  public static Page of(RoutingContext ctx) {
    return new Page(
        QueryParameters.only(ctx, LIMIT).map(Page::limit).orElse(DEFAULT_LIMIT),
        QueryParameters.only(ctx, CURSOR).map(Page::cursor).orElseGet(OptionalLong::empty));
  }

  /** How many rows to ask the database for: one more tells whether there is a next page. */
  public int rowsToFetch() {
    return limit + 1;
  }

  /**
   * Adds the link to the next page, where there is one, and returns the elements of this one. The
   * link keeps every other parameter of the request.
   */
  public <T> List<T> cut(RoutingContext ctx, List<T> fetched, KeyOf<T> key) {
    if (fetched.size() <= limit) {
      return fetched;
    }
    List<T> page = fetched.subList(0, limit);
    String cursor = encode(key.of(page.getLast()));
    String link =
        "%s?%slimit=%d&cursor=%s".formatted(ctx.request().path(), others(ctx), limit, cursor);
    ctx.response().putHeader("Link", "<" + link + ">; rel=\"next\"");
    return page;
  }

  /** The key by which a list is ordered; positive. */
  @FunctionalInterface
  public interface KeyOf<T> {
    long of(T element);
  }

  private static String others(RoutingContext ctx) {
    StringBuilder query = new StringBuilder();
    for (Map.Entry<String, String> parameter : ctx.queryParams()) {
      if (!parameter.getKey().equals(LIMIT) && !parameter.getKey().equals(CURSOR)) {
        query.append(encode(parameter.getKey())).append('=');
        query.append(encode(parameter.getValue())).append('&');
      }
    }
    return query.toString();
  }

  private static int limit(String text) {
    int limit = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST) {
      throw Problem.malformed(
              "The parameter 'limit' must be a whole number from 1 to " + MOST + ".")
          .asException();
    }
    return limit;
  }

  private static OptionalLong cursor(String text) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.remaining() == 1 + Long.BYTES && bytes.get() == CURSOR_FORMAT) {
        long key = bytes.getLong();
        if (key > 0) { // as all keys are
          return OptionalLong.of(key);
        }
      }
    } catch (IllegalArgumentException notBase64) {
      // Answered below, as any other cursor that is not ours.
    }
    throw Problem.malformed("The parameter 'cursor' is not one that this list has given out.")
        .asException();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String encode(long key) {
    byte[] bytes = ByteBuffer.allocate(1 + Long.BYTES).put(CURSOR_FORMAT).putLong(key).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
