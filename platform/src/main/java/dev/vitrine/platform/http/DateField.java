package dev.vitrine.platform.http;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Says in every answer when it was made, unless whoever made it has said so: RFC 9110, section
 * 6.6.1. Safe for any thread.
 */
public final class DateField implements Handler<RoutingContext> {
  private static final String NAME = "Date";

  /** IMF-fixdate: RFC 9110, section 5.6.7. */
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static volatile Second last = Second.of(Instant.EPOCH);

  /** Written once a second, not once an answer. */
  private record Second(long epochSecond, String text) {
    static Second of(Instant instant) {
      return new Second(instant.getEpochSecond(), FORM.format(instant));
    }
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.addHeadersEndHandler(end -> addTo(ctx.response().headers()));
    ctx.next();
  }

  /** To an answer that no router sees. */
  static void addTo(MultiMap headers) {
    if (!headers.contains(NAME)) {
      headers.set(NAME, now());
    }
  }

  /** The value of the field now. */
  public static String now() {
    Instant instant = Instant.now();
    Second known = last;
    if (known.epochSecond() != instant.getEpochSecond()) {
      known = Second.of(instant);
      last = known;
    }
    return known.text();
  }
}
