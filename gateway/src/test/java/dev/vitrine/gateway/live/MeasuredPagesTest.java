package dev.vitrine.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The docs say of long runs what their tests say. */
class MeasuredPagesTest {
  @ParameterizedTest
  @EnumSource
  void areOfTheTestsThatStayTheSameForLong(EndurancePage page) throws Exception {
    assertThat(page.part().kept()).matches(page.part().pattern());
  }

  @Test
  void areOfTheTestThatMakesTrouble() throws Exception {
    assertThat(Files.readString(SoakPage.FILE)).matches(SoakPage.TEXT.pattern());
  }
}
