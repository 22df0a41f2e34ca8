package dev.vitrine.product.importing;

import dev.vitrine.platform.http.Answers;
import dev.vitrine.platform.http.JsonRequest;
import dev.vitrine.platform.http.Problem;
import dev.vitrine.platform.http.ProblemException;
import dev.vitrine.platform.postgres.DatabaseProblems;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.LogField;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * {@code POST /products/import}: stores products from a stream of JSON objects, one a line, and
 * says what became of them. A line that is not valid is reported, and does not stop the others;
 * where no other is there, the request is refused. Whatever stops an import, it can be sent again:
 * lines that are stored already change nothing.
 */
final class ImportProducts implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(ImportProducts.class);
  private static final String MEDIA_TYPE = "application/x-ndjson";

  private final PgImport products;
  private final ImportConfig config;

  ImportProducts(PgImport products, ImportConfig config) {
    this.products = products;
    this.config = config;
  }

  @Override
  public void handle(RoutingContext ctx) {
    try {
      JsonRequest.requireType(ctx, MEDIA_TYPE);
      StreamedBody.accept(ctx.request(), config.maxBody());
    } catch (ProblemException refused) {
      refuse(ctx, refused);
      return;
    }
    new Import(ctx.request(), products, config).run().onSuccess(outcome -> answer(ctx, outcome));
  }

  private void answer(RoutingContext ctx, ImportOutcome outcome) {
    ImportReport report = outcome.report();
    switch (outcome) {
      case ImportOutcome.Complete _ when report.isInVain() -> {
        tell(Level.WARN, LogEvent.IMPORT_IN_VAIN, "not one line is valid", report);
        refuse(ctx, inVain(report).asException());
      }
      case ImportOutcome.Complete _ -> {
        tell(Level.INFO, LogEvent.IMPORT_COMPLETE, "the import is complete", report);
        Answers.json(ctx, 200, report).onFailure(ctx::fail);
      }
      case ImportOutcome.Abandoned _ ->
          tell(Level.WARN, LogEvent.IMPORT_ABANDONED, "the client left before the end", report);
      case ImportOutcome.Malformed _ -> {
        tell(Level.WARN, LogEvent.IMPORT_ABANDONED, "the client sent what is no chunk", report);
        Problem problem = Problem.malformedContent();
        refuse(ctx, problem.detailed(problem.detail() + stored(report)).asException());
      }
      case ImportOutcome.TooLarge _ -> {
        tell(Level.WARN, LogEvent.IMPORT_TOO_LARGE, "the import is too large", report);
        Problem problem = StreamedBody.tooLarge(config.maxBody(), stored(report));
        refuse(ctx, problem.asException());
      }
      case ImportOutcome.Interrupted(_, var failure) -> {
        tell(Level.WARN, LogEvent.IMPORT_INTERRUPTED, "a batch could not be written", report);
        refuse(ctx, interrupted(failure, report));
      }
    }
  }

  private static void refuse(RoutingContext ctx, Throwable failure) {
    ctx.fail(failure);
    StreamedBody.discard(ctx.vertx(), ctx.request());
  }

  private static Problem inVain(ImportReport report) {
    return Problem.of(
            422,
            "no-valid-line",
            "Not one line is valid",
            "%d lines were read, and nothing is stored.".formatted(report.received()))
        .extended("report", report);
  }

  private static Throwable interrupted(Throwable failure, ImportReport report) {
    return DatabaseProblems.of(failure)
        .<Throwable>map(
            problem -> problem.detailed(problem.detail() + stored(report)).asException())
        .orElse(failure);
  }

  private static String stored(ImportReport report) {
    return " %d lines are stored; the import can be sent again.".formatted(report.stored());
  }

  private static void tell(Level level, LogEvent event, String message, ImportReport report) {
    event
        .at(level, LOG)
        .addKeyValue(LogField.RECEIVED.key(), report.received())
        .addKeyValue(LogField.CREATED.key(), report.created())
        .addKeyValue(LogField.UPDATED.key(), report.updated())
        .addKeyValue(LogField.UNCHANGED.key(), report.unchanged())
        .addKeyValue(LogField.FAILED.key(), report.failed())
        .log("{}: {} lines received, {} stored", message, report.received(), report.stored());
  }
}
