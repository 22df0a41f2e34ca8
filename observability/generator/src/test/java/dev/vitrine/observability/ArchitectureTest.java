package dev.vitrine.observability;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import dev.vitrine.platform.testing.HouseRules;

@AnalyzeClasses(packages = "dev.vitrine.observability", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest static final ArchTests HOUSE_RULES = ArchTests.in(HouseRules.class);
}
