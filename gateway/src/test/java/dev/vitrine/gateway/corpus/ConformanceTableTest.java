package dev.vitrine.gateway.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.gateway.corpus.Verdicts.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page on conformance is that of the corpus as it is. {@code -Dvitrine.corpus.record=true}
 * writes it anew.
 */
class ConformanceTableTest {
  private static final Path PAGE = Path.of("../docs/http-conformance.md");

  @Test
  void pageIsWhatTheCorpusSays() throws IOException {
    String rendered = ConformanceTable.render();
    if (Boolean.getBoolean("vitrine.corpus.record")) {
      Files.writeString(PAGE, rendered);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(rendered);
  }

  @Test
  void recordsEachCaseAndNoOther() {
    Set<String> cases =
        Section.all().stream()
            .flatMap(section -> section.cases().stream())
            .map(Case::name)
            .collect(Collectors.toSet());

    assertThat(Verdicts.recorded().cases().keySet()).isEqualTo(cases);
  }

  @Test
  void givesAReasonForWhatOthersGetWrong() {
    assertThat(ConformanceTable.unexplained()).isEmpty();
  }

  @Test
  void listsWhatTheGatewayGetsWrong() {
    Set<String> notYet = Remark.All.of("not-yet.yaml").byCase().keySet();
    Verdicts verdicts = Verdicts.recorded();

    List<String> wrong =
        verdicts.cases().keySet().stream()
            .filter(name -> verdicts.get(name, Column.GATEWAY).contains("!"))
            .toList();

    assertThat(notYet).containsAll(wrong);
  }
}
