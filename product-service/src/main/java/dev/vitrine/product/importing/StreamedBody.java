package dev.vitrine.product.importing;

import dev.vitrine.platform.http.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;

/** A body that is read while it arrives. */
final class StreamedBody {
  /** How long a client may go on sending after its answer; else it would see a reset instead. */
  private static final Duration LINGER = Duration.ofSeconds(5);

  private StreamedBody() {}

  /**
   * Looks at what the client declares, and tells it to go on where it waits for that (RFC 9110,
   * section 10.1.1).
   *
   * @throws dev.vitrine.platform.http.ProblemException 413, where it declares more than {@code
   *     most} bytes; 417, where it expects something else than to be told to go on
   */
  static void accept(HttpServerRequest request, long most) {
    if (declaredLength(request) > most) {
      throw tooLarge(most, "").asException();
    }
    String expectation = request.getHeader("Expect");
    if (expectation == null || request.version() == HttpVersion.HTTP_1_0) {
      return;
    }
    if (!expectation.equalsIgnoreCase("100-continue")) {
      throw Problem.ofStatus(417).asException();
    }
    request.response().writeContinue();
  }

  /** 413. */
  static Problem tooLarge(long most, String more) {
    return Problem.ofStatus(413).detailed("At most " + most + " bytes are taken." + more);
  }

  /**
   * Throws away what is still to come of a body that was answered already, for a few seconds; then
   * closes the connection.
   */
  static void discard(Vertx vertx, HttpServerRequest request) {
    if (!request.isEnded()) {
      vertx.setTimer(
          LINGER.toMillis(),
          timer -> {
            if (!request.isEnded()) {
              request.connection().close();
            }
          });
    }
  }

  private static long declaredLength(HttpServerRequest request) {
    String declared = request.getHeader("Content-Length");
    // More than 18 digits are no length that fits a long; HTTP's decoder has refused non-digits.
    return declared == null
        ? 0
        : declared.length() > 18 ? Long.MAX_VALUE : Long.parseLong(declared);
  }
}
