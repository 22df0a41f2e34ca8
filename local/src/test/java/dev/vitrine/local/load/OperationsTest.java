package dev.vitrine.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.local.catalog.DemoCatalog;
import dev.vitrine.local.load.Operation.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private final Findings nothing = new Findings();
  private List<Operation> all = List.of();

  @BeforeEach
  void list() throws IOException {
    all = new Operations("run", DemoCatalog.products()).all();
  }

  @Test
  void theWeightsOfVisitsArePerMille() {
    assertThat(ofKind(Kind.VISIT).stream().mapToInt(Operation::weight).sum()).isEqualTo(1000);
  }

  @Test
  void namesTellThemApart() {
    assertThat(all).extracting(Operation::name).doesNotHaveDuplicates();
    assertThat(ofKind(Kind.MISTAKE))
        .extracting(Operation::name)
        .allMatch(name -> name.startsWith("mistake: "));
  }

  @Test
  void aMistakeIsAnsweredByTheClientsFaultAndNothingElse() {
    assertThat(ofKind(Kind.MISTAKE))
        .allSatisfy(mistake -> assertThat(mistake.expected()).allMatch(is -> is / 100 == 4));
    assertThat(ofKind(Kind.VISIT))
        .allSatisfy(visit -> assertThat(visit.expected()).allMatch(is -> is < 400));
  }

  @Test
  void somethingOfEachKindCanBeAskedWhenNothingIsKnown() {
    for (Kind kind : Kind.values()) {
      assertThat(ofKind(kind))
          .anyMatch(each -> each.act().asking().of(nothing, new Random(1)).isPresent());
    }
  }

  @Test
  void everyCustomerIsAnother() {
    Operation registration = named("POST /users");

    assertThat(
            IntStream.range(0, 100)
                .mapToObj(_ ->
                    registration.act().asking().of(nothing, new Random(1)).orElseThrow().body()))
        .doesNotHaveDuplicates();
  }

  @Test
  void anImportIsOfTheDemoCatalog() {
    String body =
        named("POST /products/import")
            .act()
            .asking()
            .of(nothing, new Random(1))
            .orElseThrow()
            .body();

    assertThat(body.lines()).hasSizeBetween(1, 10).allMatch(line -> line.startsWith("{\"sku\":"));
  }

  private Operation named(String name) {
    return all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private List<Operation> ofKind(Kind kind) {
    return all.stream().filter(each -> each.kind() == kind).toList();
  }
}
