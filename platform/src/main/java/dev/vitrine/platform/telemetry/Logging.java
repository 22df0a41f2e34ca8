package dev.vitrine.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.Console;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Logs of the process: one object or one line for each event, on standard output, written by a
 * thread of their own behind a bounded queue, so that a slow reader never blocks an event loop.
 */
public final class Logging {
  private static final int QUEUE = 8192;
  private static final Duration FLUSH = Duration.ofSeconds(5);

  private final LoggerContext context;
  private final BoundedAsyncAppender queue;

  private Logging(LoggerContext context, BoundedAsyncAppender queue) {
    this.context = context;
    this.queue = queue;
  }

  /** Leads what libraries say to java.util.logging the way of all other events. Called first. */
  static void bridge() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    // Tells at INFO, in its own form, of the faults that end the process with ours.
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("io.opentelemetry.sdk.autoconfigure").setLevel(Level.WARN);
  }

  /** Replaces Logback's own idea of logging, which is everything, as text. */
  static void beforeStart(Map<String, String> environment) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.ERROR);
    LogStyle style = LogStyle.of(LogConfig.Format.AUTO, environment, Logging::onTerminal);
    root.addAppender(console(style, Map.of(), context));
  }

  /**
   * Replaces whatever logging there was. Called once, from {@code main}.
   *
   * @param environment may forbid colours
   * @param resource what is said of the process in each line
   */
  static Logging start(
      LogConfig config, Map<String, String> environment, Map<String, String> resource) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();

    BoundedAsyncAppender queue = new BoundedAsyncAppender();
    queue.setContext(context);
    queue.setName("queue");
    queue.setQueueSize(QUEUE);
    queue.setMaxFlushTime((int) FLUSH.toMillis());
    LogStyle style = LogStyle.of(config.format(), environment, Logging::onTerminal);
    queue.addAppender(console(style, resource, context));
    queue.start();

    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(config.level().name()));
    root.addAppender(queue);
    context.getLogger("access").setLevel(config.access() ? null : Level.OFF);
    // Flyway tells each step at INFO; what matters of it is told by our own migration lines.
    context.getLogger("org.flywaydb").setLevel(Level.WARN);
    // Tells at INFO, of each process, that our own extensions of Netty were found: see
    // IgnoredHttp2Upgrade. That they were not would be seen by tests.
    context.getLogger("io.netty.bootstrap.ChannelInitializerExtensions").setLevel(Level.WARN);
    // Vert.x registers the gauge of its connections once for each client, which is as it should be.
    context.getLogger("io.micrometer.core.instrument.MeterRegistry").setLevel(Level.ERROR);
    // Errors, without a word on who or what, for each peer that breaks off, and each answer that
    // is given up. The request that it was meant for has its own line.
    context.getLogger("io.vertx.core.net.impl.ConnectionBase").setLevel(Level.OFF);
    context.getLogger("io.vertx.core.http.impl.HttpClientResponseImpl").setLevel(Level.OFF);
    return new Logging(context, queue);
  }

  /** Events lost so far because the queue was full, or could not be written before the end. */
  long dropped() {
    return queue.dropped();
  }

  /** Writes what is queued, for at most five seconds, and stops. */
  void stop() {
    context.stop();
  }

  private static boolean onTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  private static ConsoleAppender<ILoggingEvent> console(
      LogStyle style, Map<String, String> resource, LoggerContext context) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    Encoder<ILoggingEvent> encoder = encoder(style, resource);
    encoder.setContext(context);
    encoder.start();
    console.setEncoder(encoder);
    console.start();
    return console;
  }

  private static Encoder<ILoggingEvent> encoder(LogStyle style, Map<String, String> resource) {
    return switch (style) {
      case JSON -> new JsonLogEncoder(resource);
      case PLAIN_TEXT -> TextLogEncoder.plain();
      case COLOURED_TEXT -> TextLogEncoder.coloured();
    };
  }
}
