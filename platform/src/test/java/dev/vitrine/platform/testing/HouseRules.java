package dev.vitrine.platform.testing;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.vitrine.platform.lifecycle.Program;
import dev.vitrine.platform.telemetry.LogEvent;
import dev.vitrine.platform.telemetry.Metric;
import dev.vitrine.platform.telemetry.SpanType;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.vertx.core.Handler;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;

/**
 * The shape that every module has, whatever it does. A module applies it by a test of two lines:
 *
 * <pre>{@code
 * @AnalyzeClasses(packages = "dev.vitrine.user", importOptions = DoNotIncludeTests.class)
 * final class ArchitectureTest {
 *   @ArchTest static final ArchTests HOUSE_RULES = ArchTests.in(HouseRules.class);
 * }
 * }</pre>
 */
public final class HouseRules {
  private static final String PLATFORM = "dev.vitrine.platform..";

  @ArchTest
  static final ArchRule PACKAGES_ARE_NULL_MARKED =
      all(packages()).should(beNullMarked()).because("what may be null says so");

  @ArchTest
  static final ArchRule CLASSES_ARE_FINAL =
      classes()
          .that(not(describe("anonymous", JavaClass::isAnonymousClass)))
          .and(not(describe("synthetic", HouseRules::isSynthetic)))
          .and()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .should()
          .haveModifier(JavaModifier.FINAL)
          .orShould(beSealed())
          .because("code is shared by functions and small classes, not by inheritance");

  @ArchTest
  static final ArchRule PARAMETERS_ARE_FIVE_AT_MOST =
      codeUnits()
          .that(describe("declared here", HouseRules::choosesItsParameters))
          .should(haveParameters(5))
          .because("what belongs together has a name of its own");

  @ArchTest
  static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
      slices().matching("dev.vitrine.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule SQL_IS_IN_PG_CLASSES =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.vitrine.platform.postgres")
          .and(not(describe("of a class named Pg...", it -> outermost(it).startsWith("Pg"))))
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule HTTP_IS_IN_ROUTES_AND_HANDLERS =
      noClasses()
          .that()
          .resideOutsideOfPackages(PLATFORM, "dev.vitrine.gateway.proxy..")
          .and(not(describe("a composition root", HouseRules::isInRootOfModule)))
          .and(not(describe("of routes", it -> outermost(it).endsWith("Routes"))))
          .and()
          .areNotAssignableTo(Handler.class)
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.vertx.ext.web.."))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule MODULES_DEPEND_ON_PLATFORM_ALONE =
      classes().should(dependOnlyOnTheirModuleAndPlatform());

  @ArchTest
  static final ArchRule ONLY_PROGRAMS_AND_TERMINALS_WRITE_TO_THE_CONSOLE =
      noClasses()
          .that()
          .areNotAssignableTo(Program.class)
          .and()
          .resideOutsideOfPackage("dev.vitrine.local.terminal..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("logs are structured");

  @ArchTest
  static final ArchRule LOGS_GO_THROUGH_SLF4J =
      noClasses().should().dependOnClassesThat(resideInAnyPackage("java.util.logging.."));

  @ArchTest
  static final ArchRule METRICS_ARE_OF_THE_CATALOGUE =
      noClasses()
          .that()
          .areNotAssignableTo(Metric.class)
          .should()
          .callMethodWhere(
              describe("a meter is registered", call -> registersAMeter(call.getTarget())))
          .because("Metric has the names and labels of all");

  @ArchTest
  static final ArchRule SPANS_ARE_OF_THE_CATALOGUE =
      noClasses()
          .that()
          .areNotAssignableTo(SpanType.class)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Tracer.class)
          .because("SpanType has the names and attributes of all");

  @ArchTest
  static final ArchRule LOG_LINES_ARE_EVENTS_OF_THE_CATALOGUE =
      noClasses()
          .that()
          .areNotAssignableTo(LogEvent.class)
          .should()
          .callMethodWhere(
              describe(
                  "a line is logged", call -> call.getTargetOwner().isEquivalentTo(Logger.class)))
          .because("LogEvent has the names of all");

  @ArchTest
  static final ArchRule JSON_IS_READ_INTO_RECORDS =
      noClasses().should().dependOnClassesThat(resideInAnyPackage("io.vertx.core.json.."));

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_DOES =
      noClasses()
          .should()
          .haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl|Base)")
          .orShould()
          .haveNameMatching(".*[.$]Abstract[^.$]*");

  private HouseRules() {}

  private static String outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getSimpleName();
  }

  /** By a builder, or by a method of the registry. */
  private static boolean registersAMeter(MethodCallTarget target) {
    boolean ofRegistry =
        target.getOwner().isAssignableTo(MeterRegistry.class)
            && Set.of("counter", "gauge", "more", "summary", "timer").contains(target.getName());
    return ofRegistry
        || (target.getName().equals("builder") && target.getOwner().isAssignableTo(Meter.class));
  }

  private static boolean isInRootOfModule(JavaClass type) {
    return type.getPackageName().equals("dev.vitrine." + moduleOf(type));
  }

  private static boolean isSynthetic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.SYNTHETIC)
        || type.getSimpleName().equals("package-info");
  }

  /** A record has as many components as it has to, and an override those of what it overrides. */
  private static boolean choosesItsParameters(JavaCodeUnit unit) {
    JavaClass owner = unit.getOwner();
    boolean compiled =
        unit.getModifiers().contains(JavaModifier.SYNTHETIC) || owner.isAnonymousClass();
    boolean constructsRecord = owner.isRecord() && unit instanceof JavaConstructor;
    return !compiled && !constructsRecord && !overrides(unit);
  }

  private static boolean overrides(JavaCodeUnit unit) {
    String[] parameters =
        unit.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
    return Stream.concat(
            unit.getOwner().getAllRawSuperclasses().stream(),
            unit.getOwner().getAllRawInterfaces().stream())
        .anyMatch(type -> type.tryGetMethod(unit.getName(), parameters).isPresent());
  }

  /** As many as the source has: the compiler adds its own to those of enums and inner classes. */
  private static int parametersOf(JavaCodeUnit unit) {
    int all = unit.getRawParameterTypes().size();
    if (!(unit instanceof JavaConstructor)) {
      return all;
    }
    JavaClass owner = unit.getOwner();
    boolean hasOuter = owner.isInnerClass();
    return owner.isEnum() ? all - 2 : hasOuter ? all - 1 : all;
  }

  private static ArchCondition<JavaCodeUnit> haveParameters(int most) {
    return new ArchCondition<>("have " + most + " parameters at most") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        int number = parametersOf(unit);
        String told = unit.getFullName() + " has " + number + " parameters";
        events.add(new SimpleConditionEvent(unit, number <= most, told));
      }
    };
  }

  private static String moduleOf(JavaClass type) {
    String[] parts = type.getPackageName().split("\\.", -1);
    boolean ours = parts.length > 2 && type.getPackageName().startsWith("dev.vitrine.");
    return ours ? parts[2] : "";
  }

  private static ArchCondition<JavaClass> dependOnlyOnTheirModuleAndPlatform() {
    return new ArchCondition<>("depend only on their module, and on the platform") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> {
              String target = moduleOf(dependency.getTargetClass());
              return !target.isEmpty()
                  && !target.equals("platform")
                  && !target.equals(moduleOf(type));
            })
            .map(dependency -> SimpleConditionEvent.violated(type, dependency.getDescription()))
            .forEach(events::add);
      }
    };
  }

  private static ArchCondition<JavaClass> beSealed() {
    return new ArchCondition<>("be sealed") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean sealed = type.reflect().isSealed();
        events.add(new SimpleConditionEvent(type, sealed, type.getName() + " may be extended"));
      }
    };
  }

  private static AbstractClassesTransformer<JavaPackage> packages() {
    return new AbstractClassesTransformer<>("packages") {
      @Override
      public Iterable<JavaPackage> doTransform(JavaClasses classes) {
        Set<JavaPackage> packages = new LinkedHashSet<>();
        classes.forEach(type -> packages.add(type.getPackage()));
        return packages;
      }
    };
  }

  private static ArchCondition<JavaPackage> beNullMarked() {
    return new ArchCondition<>("be @NullMarked") {
      @Override
      public void check(JavaPackage item, ConditionEvents events) {
        boolean marked = item.isAnnotatedWith(NullMarked.class);
        events.add(new SimpleConditionEvent(item, marked, item.getName() + " is not @NullMarked"));
      }
    };
  }
}
