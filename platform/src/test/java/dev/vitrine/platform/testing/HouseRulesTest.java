package dev.vitrine.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A check that cannot fail is a defect. */
final class HouseRulesTest {
  private static final JavaClasses SAMPLE =
      new ClassFileImporter().importPackages("dev.vitrine.sample");

  static Stream<Field> rules() {
    return Arrays.stream(HouseRules.class.getDeclaredFields())
        .filter(field -> field.getType() == ArchRule.class);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void failsWhereCodeBreaksIt(Field rule) throws IllegalAccessException {
    ArchRule checked = (ArchRule) rule.get(null);

    assertThat(checked.evaluate(SAMPLE).hasViolation()).as(checked.getDescription()).isTrue();
  }
}
