package dev.vitrine.product.importing;

import dev.vitrine.platform.http.MalformedContentException;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One import: reads the stream line by line and writes a batch at a time. The stream waits while a
 * batch is written, and no connection to the database is held while the stream is waited for, so
 * that neither a long import nor a slow client takes more than one batch of memory. For one thread,
 * that of the stream.
 */
final class Import {
  static final int LONGEST_LINE = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Import.class);
  private static final int PROGRESS_LINES = 5_000;

  private final ReadStream<Buffer> stream;
  private final PgImport products;
  private final ImportConfig config;
  private final Lines lines = new Lines(LONGEST_LINE, this::line);
  private final Tally tally = new Tally();
  private final Promise<ImportOutcome> outcome = Promise.promise();
  private final Context tracing = Context.current();
  private Batch batch = new Batch();
  private Future<Void> written = Future.succeededFuture();
  private long bytes;
  private long told;
  private boolean ended;

  Import(ReadStream<Buffer> stream, PgImport products, ImportConfig config) {
    this.stream = stream;
    this.products = products;
    this.config = config;
  }

  /** Starts reading; call it before the stream flows. Never fails. */
  Future<ImportOutcome> run() {
    stream.exceptionHandler(this::lost).endHandler(v -> complete()).handler(this::chunk);
    return outcome.future();
  }

  private void lost(Throwable failure) {
    end(
        failure instanceof MalformedContentException
            ? ImportOutcome.Malformed::new
            : ImportOutcome.Abandoned::new);
  }

  private void chunk(Buffer chunk) {
    bytes += chunk.length();
    if (bytes > config.maxBody()) {
      end(ImportOutcome.TooLarge::new);
    } else if (!ended) {
      lines.add(chunk);
      if (batch.lines() >= config.batchLines()) {
        stream.pause();
        write();
        written
            .onSuccess(v -> stream.resume())
            .onFailure(failure -> end(ImportOutcome.Complete::new)); // comes out as Interrupted
      }
    }
  }

  private void complete() {
    if (!ended) {
      lines.end();
      end(ImportOutcome.Complete::new);
    }
  }

  private void line(Line line) {
    tally.received();
    switch (ParsedLine.of(line)) {
      case ParsedLine.Product(var details) -> batch.add(details);
      case ParsedLine.Faulty(var errors) -> tally.failed(errors);
    }
  }

  private void write() {
    Batch full = batch;
    batch = new Batch();
    if (full.lines() > 0) {
      written =
          written
              .compose(v -> products.upsert(full.products()))
              .onSuccess(stored -> tally.stored(full.lines(), stored))
              .onSuccess(stored -> tellProgress())
              .mapEmpty();
    }
  }

  private void tellProgress() {
    ImportReport report = tally.report();
    if (report.received() - told >= PROGRESS_LINES) {
      told = report.received();
      LogEvent.IMPORT_PROGRESS
          .info(LOG)
          .addKeyValue(LogField.RECEIVED.key(), report.received())
          .addKeyValue(LogField.STORED.key(), report.stored())
          .addKeyValue(LogField.FAILED.key(), report.failed())
          .log("{} lines received, {} stored", report.received(), report.stored());
    }
  }

  /**
   * Writes what is left and settles the outcome; the first end counts, unless a batch could not be
   * written. What is still to come of the stream is thrown away.
   */
  private void end(Function<ImportReport, ImportOutcome> how) {
    if (ended) {
      return;
    }
    ended = true;
    // A stream that was lost has taken the current span along.
    try (Scope _ = tracing.makeCurrent()) {
      write();
    }
    written.onComplete(
        v -> settle(how.apply(tally.report())),
        failure -> settle(new ImportOutcome.Interrupted(tally.report(), failure)));
    stream.resume();
  }

  private void settle(ImportOutcome result) {
    try (Scope _ = tracing.makeCurrent()) {
      outcome.complete(result);
    }
  }
}
