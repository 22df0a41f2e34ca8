package dev.vitrine.gateway.security.tls;

import dev.vitrine.gateway.time.Rounds;
import dev.vitrine.platform.config.FileFaults;
import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.config.Require;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import dev.vitrine.platform.time.VertxTimers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of the server, taken from its files again whenever they change. A pair that
 * cannot be used, such as one that is just being written, changes nothing, and is told of once. New
 * connections get the new certificate; those that are there go on.
 */
public final class ServerCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);
  private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");

  private final Vertx vertx;
  private final TlsConfig config;
  // Written by the looks, which never overlap.
  private volatile PemPair pair;
  private volatile Instant expires;
  private volatile Optional<String> fault = Optional.empty();
  private volatile Runnable end = () -> {};

  private ServerCertificate(Vertx vertx, TlsConfig config, PemPair pair, Instant expires) {
    this.vertx = vertx;
    this.config = config;
    this.pair = pair;
    this.expires = expires;
  }

  /**
   * Reads the files for the first time. Blocks; not for an event loop.
   *
   * @throws InvalidConfigurationException where they are of no use
   */
  public static ServerCertificate read(Vertx vertx, TlsConfig config) {
    requireReadable("edge.tls.certificate", config.certificate());
    requireReadable("edge.tls.key", config.key());
    try {
      PemPair pair = PemPair.read(config);
      return new ServerCertificate(vertx, config, pair, pair.check(vertx));
    } catch (IOException | PemPair.UnusableException unusable) {
      throw new InvalidConfigurationException(
          "edge.tls",
          config.certificate() + ", " + config.key() + ": " + why(unusable),
          "a certificate and its key, in PEM");
    }
  }

  private static void requireReadable(String key, Path file) {
    Require.that(
        Files.isReadable(file) && !Files.isDirectory(file),
        key,
        file,
        "a file that is there and can be read");
  }

  /** Makes a server speak TLS 1.2 and 1.3, and HTTP/2 to clients that can. */
  public HttpServerOptions secure(HttpServerOptions options) {
    return options
        .setSsl(true)
        .setUseAlpn(true)
        .setEnabledSecureTransportProtocols(VERSIONS)
        .setKeyCertOptions(pair.options());
  }

  /**
   * Looks at the files again and again.
   *
   * @param update gives the server another certificate, as {@code HttpServers.update} does
   */
  public void watch(Function<ServerSSLOptions, Future<Void>> update) {
    Rounds looks = new Rounds(new VertxTimers(vertx), config::poll, () -> look(update));
    end = looks::stop;
    looks.start();
  }

  /** Looks no more. */
  public void stop() {
    end.run();
  }

  /** Why the files, as they are now, are not used; empty where they are. */
  public Optional<String> fault() {
    return fault;
  }

  /** When the certificate that is in use expires. */
  public Instant expires() {
    return expires;
  }

  private Future<Void> look(Function<ServerSSLOptions, Future<Void>> update) {
    return vertx
        .executeBlocking(
            () -> {
              PemPair read = PemPair.read(config);
              return read.sameAs(pair) ? Optional.<Candidate>empty() : candidate(read);
            },
            false)
        .compose(changed -> changed.map(it -> take(it, update)).orElseGet(this::unchanged))
        .otherwise(failure -> {
          tell(failure);
          return null;
        });
  }

  private record Candidate(PemPair pair, Instant expires) {}

  private Optional<Candidate> candidate(PemPair read) throws PemPair.UnusableException {
    return Optional.of(new Candidate(read, read.check(vertx)));
  }

  private Future<Void> unchanged() {
    fault = Optional.empty();
    return Future.succeededFuture();
  }

  private Future<Void> take(Candidate candidate, Function<ServerSSLOptions, Future<Void>> update) {
    ServerSSLOptions options = secure(new HttpServerOptions()).getSslOptions().copy();
    options.setKeyCertOptions(candidate.pair().options());
    return update
        .apply(options)
        .onSuccess(done -> {
          pair = candidate.pair();
          expires = candidate.expires();
          fault = Optional.empty();
          LogEvent.CERTIFICATE_UPDATED
              .info(LOG)
              .addKeyValue(LogField.EXPIRES.key(), candidate.expires())
              .log("certificate taken over from {}", config.certificate());
        });
  }

  /** For operators: which file, where that is not both. */
  private static String why(Throwable failure) {
    return switch (failure) {
      case PemPair.UnusableException unusable -> String.valueOf(unusable.getMessage());
      case FileSystemException unreadable ->
          unreadable.getFile() + ": " + FileFaults.why(unreadable);
      case IOException unreadable -> FileFaults.why(unreadable);
      default -> String.valueOf(failure.getMessage());
    };
  }

  private void tell(Throwable failure) {
    String why = why(failure);
    if (!Optional.of(why).equals(fault)) {
      fault = Optional.of(why);
      LogEvent.CERTIFICATE_NOT_UPDATED
          .warn(LOG)
          .addKeyValue(LogField.ERROR_MESSAGE.key(), why)
          .log("the certificate in {} cannot be used; the old one stays", config.certificate());
    }
  }
}
