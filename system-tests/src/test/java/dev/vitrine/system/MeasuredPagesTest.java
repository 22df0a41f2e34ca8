package dev.vitrine.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The docs say of long runs what their tests say. */
class MeasuredPagesTest {
  @Test
  void areOfTheBenchAsItIs() throws Exception {
    String page = Files.readString(OverheadPage.FILE);
    List<String> rows =
        page.lines()
            .filter(line -> line.startsWith("| ") && line.contains("**"))
            .map(line -> line.substring(2, line.indexOf(" |", 2)))
            .toList();
    List<String> told = Arrays.stream(Telling.values()).map(Telling::words).toList();

    assertThat(page).startsWith(OverheadPage.HEAD).contains(OverheadPage.COLUMNS);
    assertThat(rows).hasSize(2 * told.size()).startsWith(told.toArray(String[]::new));
    assertThat(rows.subList(told.size(), rows.size())).isEqualTo(told);
  }

  @Test
  void areOfTheTestOfServicesThatStayTheSame() throws Exception {
    assertThat(ServiceEnduranceIT.PAGE.kept()).matches(ServiceEnduranceIT.PAGE.pattern());
  }
}
