package dev.vitrine.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.vitrine.local", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.vitrine.local.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule CLASSES_ARE_FINAL =
      classes()
          .that()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .and()
          .areNotAnonymousClasses()
          .should()
          .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule A_COMMAND_LINE_TOOL_NEEDS_NO_VERTX =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.vertx..");

  @ArchTest
  static final ArchRule OF_THE_PLATFORM_ONLY_CONFIGURATION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.vitrine.platform.http..",
              "dev.vitrine.platform.lifecycle..",
              "dev.vitrine.platform.postgres..",
              "dev.vitrine.platform.telemetry..",
              "dev.vitrine.gateway..",
              "dev.vitrine.user..",
              "dev.vitrine.product..");

  @ArchTest
  static final ArchRule DATABASE_ACCESS_STAYS_WITH_POSTGRES =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.vitrine.local.postgres")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.sql..");
}
