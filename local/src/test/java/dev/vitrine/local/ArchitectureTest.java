package dev.vitrine.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import dev.vitrine.platform.testing.HouseRules;

@AnalyzeClasses(packages = "dev.vitrine.local", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest static final ArchTests HOUSE_RULES = ArchTests.in(HouseRules.class);

  @ArchTest
  static final ArchRule ONLY_LOAD_NEEDS_VERTX =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.vitrine.local.load")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");

  @ArchTest
  static final ArchRule OF_THE_PLATFORM_ONLY_CONFIGURATION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.vitrine.platform.http..",
              "dev.vitrine.platform.lifecycle..",
              "dev.vitrine.platform.postgres..",
              "dev.vitrine.platform.telemetry..");

  @ArchTest
  static final ArchRule DATABASE_ACCESS_STAYS_WITH_POSTGRES =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.vitrine.local.postgres")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.sql..");
}
