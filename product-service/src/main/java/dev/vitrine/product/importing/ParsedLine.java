package dev.vitrine.product.importing;

import dev.vitrine.platform.http.FieldError;
import dev.vitrine.platform.http.Json;
import dev.vitrine.platform.http.Problem;
import dev.vitrine.platform.http.ProblemException;
import dev.vitrine.product.catalog.ProductDetails;
import java.util.List;

/** What a line says. */
sealed interface ParsedLine {
  /** A product that can be stored. */
  record Product(ProductDetails details) implements ParsedLine {}

  /** Nothing that can be stored, for these reasons. */
  record Faulty(LineErrors errors) implements ParsedLine {}

  static ParsedLine of(Line line) {
    return switch (line) {
      case Line.Whole whole -> parse(whole);
      case Line.TooLong(long number) ->
          faulty(number, "must be of " + Import.LONGEST_LINE + " bytes at most");
    };
  }

  private static ParsedLine parse(Line.Whole line) {
    try {
      return new Product(ProductDetails.of(Json.read(line.content())));
    } catch (ProblemException refused) {
      Problem problem = refused.problem();
      return problem.errors().isEmpty()
          ? faulty(line.number(), "must be one JSON object, in UTF-8")
          : new Faulty(new LineErrors(line.number(), problem.errors()));
    }
  }

  private static Faulty faulty(long number, String detail) {
    return new Faulty(new LineErrors(number, List.of(new FieldError("", detail))));
  }
}
