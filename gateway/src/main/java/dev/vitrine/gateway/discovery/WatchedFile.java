package dev.vitrine.gateway.discovery;

import dev.vitrine.gateway.time.Rounds;
import dev.vitrine.platform.config.Fault;
import dev.vitrine.platform.config.FileFaults;
import dev.vitrine.platform.config.InvalidConfigurationException;
import dev.vitrine.platform.time.Timers;
import dev.vitrine.platform.time.VertxTimers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A file that somebody rewrites: taken over whole whenever its content has changed and has not gone
 * on changing, so that of one that is just being written no part is. One that is missing, or
 * refused, changes nothing, and is told of once for each reason. Looked at by polling, which works
 * on every file system, also where a Kubernetes volume swaps a link.
 */
public final class WatchedFile {
  private final Path file;
  private final Reader reader;
  private final Function<Runnable, Future<Void>> worker;
  private final Rounds rounds;
  // Written by the looks, which never overlap.
  private volatile Optional<String> accepted = Optional.empty();
  private volatile Optional<String> last = Optional.empty();
  private volatile boolean looked;
  private volatile Optional<String> fault = Optional.empty();

  /**
   * @param poll between two looks
   */
  public WatchedFile(Vertx vertx, Path file, Duration poll, Reader reader) {
    this(new VertxTimers(vertx), look -> onWorker(vertx, look), file, poll, reader);
  }

  /**
   * @param worker runs what may block, and completes at its end
   * @param poll between two looks
   */
  public WatchedFile(
      Timers timers,
      Function<Runnable, Future<Void>> worker,
      Path file,
      Duration poll,
      Reader reader) {
    this.worker = worker;
    this.file = file;
    this.reader = reader;
    this.rounds = new Rounds(timers, () -> poll, this::look);
  }

  /** Who uses the file. Called by one worker thread at a time. */
  public interface Reader {
    /**
     * The content is not the one that was last taken over, and two looks have found it the same, or
     * it is one mapping in braces.
     *
     * @throws InvalidConfigurationException where it cannot be taken over
     */
    void changed(Path file, String content);

    /** The content is still the one that was last taken over. */
    void unchanged();

    /** It cannot be used, and is not; once for each reason. */
    void refused(String why);
  }

  /**
   * Looks at the file, and then again and again. Completes after the first look; never fails. What
   * that finds is taken over at once where nothing is in use that could be lost.
   */
  public Future<Void> start() {
    return look().onComplete(looked -> rounds.start());
  }

  /** This content is already in use: a look that finds another one finds a change. */
  public void accept(String content) {
    accepted = Optional.of(content);
  }

  /** Why the file, as it is now, is not used; empty where it is. */
  public Optional<String> fault() {
    return fault;
  }

  /** Looks no more; a look under way still counts. */
  public void stop() {
    rounds.stop();
  }

  private Future<Void> look() {
    return worker.apply(this::lookNow);
  }

  private static Future<Void> onWorker(Vertx vertx, Runnable look) {
    return vertx.executeBlocking(
        () -> {
          look.run();
          return null;
        },
        false);
  }

  /** One look. For one thread at a time. */
  void lookNow() {
    boolean nothingToLose = !looked && accepted.isEmpty();
    looked = true;
    try {
      Optional<String> before = last;
      String now = Files.readString(file);
      last = Optional.of(now);
      if (accepted.equals(last)) {
        reader.unchanged();
        fault = Optional.empty();
      } else if (before.equals(last) || nothingToLose || isClosed(now)) {
        reader.changed(file, now);
        accepted = last;
        fault = Optional.empty();
      }
    } catch (IOException unreadable) {
      last = Optional.empty();
      refuse(file + ": " + FileFaults.why(unreadable));
    } catch (InvalidConfigurationException invalid) {
      refuse(why(invalid));
    }
  }

  /** Whether it ends as it begins, as JSON does: one that is cut short cannot be read. */
  private static boolean isClosed(String content) {
    String written = content.strip();
    return written.startsWith("{") && written.endsWith("}");
  }

  /** All faults on one line, and the path of the file once: a fault of the whole file has it. */
  private String why(InvalidConfigurationException invalid) {
    String faults =
        invalid.faults().stream().map(Fault::toString).collect(Collectors.joining("; "));
    return faults.startsWith(file + ": ") ? faults : file + ": " + faults;
  }

  private void refuse(String why) {
    if (!fault.equals(Optional.of(why))) {
      reader.refused(why);
    }
    fault = Optional.of(why);
  }
}
