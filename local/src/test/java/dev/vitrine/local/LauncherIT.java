package dev.vitrine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.local.Sandbox.Answer;
import dev.vitrine.local.process.DefaultSignals;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher's own work, in a copy of the repository with a JDK and a Maven that only pretend.
 */
class LauncherIT {
  private static final List<String> MODULES =
      List.of("platform", "user-service", "product-service", "gateway", "local");

  @TempDir Path parent;
  private Path home = Path.of(".");
  private Path jdk = Path.of(".");

  @BeforeEach
  void pretend() throws IOException {
    home = Files.createDirectories(parent.resolve("a folder, with spaces"));
    Path repository = Path.of("..").toAbsolutePath().normalize();
    copy(repository.resolve("vitrine"), home.resolve("vitrine"));
    try (var scripts = Files.list(repository.resolve("local/launcher"))) {
      for (Path script : scripts.toList()) {
        copy(script, home.resolve("local/launcher").resolve(script.getFileName()));
      }
    }
    write(home.resolve("pom.xml"), "<project/>");
    for (String module : MODULES) {
      write(home.resolve(module).resolve("pom.xml"), "<project/>");
      write(home.resolve(module).resolve("src/main/java/A.java"), "class A {}");
    }
    jdk = jdk("jdk-25", "25.0.1");
    // Says what it is told to build, and leaves what a build leaves.
    program(
        parent.resolve("bin/mvn"),
        "echo \"mvn with $JAVA_HOME\" >> '"
            + parent
            + "/mvn.txt'\n"
            + "if [ -f '"
            + parent
            + "/broken' ]; then echo '[ERROR] A.java:[1,1] not a statement'; exit 1; fi\n"
            + "if [ -f '"
            + parent
            + "/slow' ]; then sleep 60; fi\n"
            + "cd '"
            + home
            + "'; for m in "
            + String.join(" ", MODULES)
            + "; do\n"
            + "  echo \"[INFO] Building $m 0.1.0-SNAPSHOT   [1/5]\"; mkdir -p $m/target; : > $m/target/$m.jar\n"
            + "done");
  }

  @Test
  void helpIsShownWithoutAnythingBuilt() throws Exception {
    assertThat(vitrine().output()).contains("./vitrine up", "./vitrine doctor", "--replicas");
    assertThat(vitrine("help").code()).isZero();
    assertThat(builds()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "down", "status", "logs", "load", "test", "bench", "doctor"})
  void eachCommandShowsTheHelpWhereItIsAskedForIt(String command) throws Exception {
    assertThat(vitrine(command, "--help")).isEqualTo(vitrine("help"));
    assertThat(builds()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "restart, vitrine: there is no command restart (./vitrine help shows all)",
    "up --now, vitrine: there is no option --now (./vitrine help shows all)",
    "up --replicas, 'vitrine: --replicas: expected SERVICE=N, where SERVICE is one of gateway, user-service, product-service, and N from 0 to 16 (./vitrine help shows all)'",
    "up --replicas foo=2, 'vitrine: --replicas foo=2: expected SERVICE=N, where SERVICE is one of gateway, user-service, product-service, and N from 0 to 16 (./vitrine help shows all)'",
    "up --replicas=gateway=2x, 'vitrine: --replicas gateway=2x: expected SERVICE=N, where SERVICE is one of gateway, user-service, product-service, and N from 0 to 16 (./vitrine help shows all)'",
    "up -d --replicas=gateway=17, 'vitrine: --replicas gateway=17: expected SERVICE=N, where SERVICE is one of gateway, user-service, product-service, and N from 0 to 16 (./vitrine help shows all)'",
    "bench, 'vitrine: bench: expected overhead (./vitrine help shows all)'",
    "bench sleep, 'vitrine: bench sleep: expected overhead (./vitrine help shows all)'",
    "doctor --heal, vitrine: there is no option --heal (./vitrine help shows all)"
  })
  void whatMakesNoSenseIsToldBeforeAnythingIsBuilt(String line, String answer) throws Exception {
    assertThat(vitrine(line.split(" ", -1))).isEqualTo(new Answer(64, answer + "\n"));
    assertThat(builds()).isZero();
  }

  @Test
  void thatPrometheusIsMissingIsToldBeforeAnythingIsBuilt() throws Exception {
    Path program = parent.resolve("bin/my prometheus");
    Map<String, String> named = Map.of("VITRINE_LOCAL_PROMETHEUS_PROGRAM", program.toString());
    List<String> command = List.of(home + "/vitrine", "up", "--detach", "--prometheus");

    Answer without = run(named, command);
    assertThat(builds()).isZero();
    program(program, "exit 0");
    Answer with = run(named, command);

    assertThat(without)
        .isEqualTo(
            new Answer(
                1,
                "  x --prometheus: there is no %s: ./vitrine doctor --install installs it (Debian, Ubuntu), VITRINE_LOCAL_PROMETHEUS_PROGRAM names one elsewhere\n"
                    .formatted(program)));
    assertThat(with.output()).endsWith("local.jar up --detach --prometheus\n");
  }

  @Test
  void upBuildsAndThenRunsTheProgramOnTheJdk() throws Exception {
    Answer up = vitrine("up", "--replicas", "user-service=2");

    assertThat(up.code()).isZero();
    assertThat(up.output())
        .containsSubsequence("built", "java of jdk-25:")
        .contains("-Dvitrine.home=" + home.toRealPath())
        .contains("-Dvitrine.terminal=false")
        .endsWith("local.jar up --replicas user-service=2\n");
    assertThat(parent.resolve("mvn.txt")).content().isEqualTo("mvn with " + jdk + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "C, C.UTF-8, false",
    "POSIX, C.UTF-8, false",
    "'', C.UTF-8, false",
    "C.UTF-8, C.UTF-8, true",
    "en_US.ISO-8859-1, en_US.ISO-8859-1, false"
  })
  void pathsBeyondAsciiAreKnownInEveryLocale(String chosen, String used, boolean unicode)
      throws Exception {
    program(parent.resolve("bin/mvn"), "echo \"in $LC_ALL\" > '" + parent + "/locale.txt'");
    program(
        jdk.resolve("bin/java"),
        "case \"$*\" in *\" idle\") exit 0 ;; esac; echo \"java in $LC_ALL: $*\"");
    write(home.resolve("local/target/local.jar"), "");

    Answer up =
        run(Map.of("LC_ALL", chosen, "LC_CTYPE", "", "LANG", ""), List.of(home + "/vitrine", "up"));

    assertThat(up.output())
        .contains("java in " + used + ": ", " -Dvitrine.unicode=" + unicode + " ");
    assertThat(parent.resolve("locale.txt")).content().isEqualTo("in " + used + "\n");
  }

  @Test
  void withoutATerminalEveryModuleIsNamedOnce() throws Exception {
    String output = vitrine("up").output();

    assertThat(output.lines().takeWhile(line -> !line.contains("built")).map(String::strip))
        .containsExactly(
            "building",
            "platform (1 of 5)",
            "user-service (1 of 5)",
            "product-service (1 of 5)",
            "gateway (1 of 5)",
            "local (1 of 5)");
  }

  @Test
  void onlyWhatChangedIsBuilt() throws Exception {
    Path source = home.resolve("gateway/src/main/java/A.java");
    vitrine("up");
    assertThat(vitrine("up").output()).doesNotContain("built");
    assertThat(builds()).isEqualTo(1);

    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    vitrine("up");
    assertThat(builds()).as("after a change").isEqualTo(2);

    Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(60)));
    vitrine("up");
    assertThat(builds()).as("when nothing is newer").isEqualTo(2);

    Files.delete(source);
    vitrine("up");
    assertThat(builds()).as("after a deletion").isEqualTo(3);

    Files.delete(home.resolve("platform/target/platform.jar"));
    vitrine("up");
    assertThat(builds()).as("when a program is missing").isEqualTo(4);
  }

  @Test
  void whatIsNoSourceOfTheProgramsIsNotBuilt() throws Exception {
    vitrine("up");

    write(home.resolve("gateway/src/main/java/.A.java.swp"), "");
    write(home.resolve("gateway/src/test/java/ATest.java"), "");
    write(home.resolve("README.md"), "");
    vitrine("up");

    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void whoHasBuiltEverythingCanSaySo() throws Exception {
    Map<String, String> skip = Map.of("VITRINE_BUILD", "skip");
    assertThat(run(skip, List.of(home + "/vitrine", "up")))
        .isEqualTo(
            new Answer(
                1, "vitrine: nothing is built, and VITRINE_BUILD=skip forbids to build it\n"));
    write(home.resolve("local/target/local.jar"), "");

    Answer up = run(skip, List.of(home + "/vitrine", "up"));

    assertThat(up.output()).contains("java of jdk-25:");
    assertThat(builds()).isZero();
  }

  @Test
  void whatRunsIsNotPulledFromUnderItsFeet() throws Exception {
    vitrine("up");
    program(jdk.resolve("bin/java"), "echo 'vitrine: it runs already' >&2; exit 1");
    Files.delete(home.resolve("gateway/src/main/java/A.java"));

    assertThat(vitrine("up")).isEqualTo(new Answer(1, "vitrine: it runs already\n"));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aBuildThatFailsShowsWhyAndStartsNothing() throws Exception {
    write(parent.resolve("broken"), "");

    Answer up = vitrine("up");

    assertThat(up.code()).isEqualTo(1);
    assertThat(up.output())
        .contains("it cannot be built:", "[ERROR] A.java:[1,1] not a statement", "all it said: ")
        .doesNotContain("java of");

    Files.delete(parent.resolve("broken"));
    assertThat(vitrine("up").output()).contains("java of jdk-25:");
  }

  @Test
  void ctrlCEndsABuild() throws Exception {
    write(parent.resolve("slow"), "");
    Path output = parent.resolve("interrupted.txt");
    Process up =
        builder(Map.of(), List.of("setsid", home + "/vitrine", "up"))
            .redirectOutput(output.toFile())
            .start();
    await().until(() -> builds() == 1);

    Sandbox.signal(up.pid(), "INT");

    assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isEqualTo(130);
    assertThat(output).content().endsWith("Interrupted while building; nothing was started.\n");
    assertThat(
            ProcessHandle.allProcesses()
                .filter(process ->
                    process.info().commandLine().orElse("").contains(parent + "/bin/mvn")))
        .isEmpty();
    assertThat(home.resolve("local/target/launcher/building")).doesNotExist();
  }

  @Test
  void ctrlCBeforeABuildIsTold() throws Exception {
    write(home.resolve("local/target/local.jar"), "");
    // Asked whether anything runs.
    program(jdk.resolve("bin/java"), "kill -INT $PPID");

    assertThat(vitrine("up")).isEqualTo(new Answer(130, "Interrupted; nothing was started.\n"));
    assertThat(builds()).isZero();
  }

  @Test
  void nothingBuiltMeansNothingRuns() throws Exception {
    assertThat(vitrine("status"))
        .isEqualTo(new Answer(3, "Nothing is running: ./vitrine up starts it.\n"));
    assertThat(vitrine("status", "--json")).isEqualTo(new Answer(3, "[]\n"));
    assertThat(vitrine("load").code()).isEqualTo(3);
    assertThat(vitrine("down").code()).isZero();
    assertThat(builds()).isZero();
  }

  @Test
  void itIsFoundByALinkAndFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(parent.resolve("v"), home.resolve("vitrine"));

    assertThat(run(Map.of(), List.of(link.toString(), "up")).output())
        .contains("-Dvitrine.home=" + home.toRealPath());
  }

  @Test
  void aJdkOfOnesOwnChoiceComesFirst() throws Exception {
    Path newer = jdk("jdk-27", "27");

    assertThat(choice(newer, jdk("other", "25"))).isEqualTo(newer.toString());
  }

  @Test
  void theVersionThatTheBuildIsMadeForIsPreferred() throws Exception {
    Path old = jdk("jdk-17", "17.0.12");
    Path newest = jdk("jdk-27", "27");

    assertThat(choice(old, newest, jdk)).isEqualTo(jdk.toString());
    assertThat(choice(old, newest, old)).isEqualTo(newest.toString());
  }

  @Test
  void whatHasNoCompilerIsNoJdk() throws Exception {
    Path runtime = jdk("jre-25", "25");
    Files.delete(runtime.resolve("bin/javac"));

    assertThat(choice(runtime, jdk)).isEqualTo(jdk.toString());
  }

  @Test
  void withoutAJdkItSaysWhatThereIsAndWhatToInstall() throws Exception {
    Path old = jdk("jdk-17", "17.0.12");

    Answer answer = sourced(old, "usual_jdks() { :; }; require_jdk");

    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.output())
        .contains(
            "a JDK 25 or later is needed",
            "JAVA_HOME is " + old + " (Java 17)",
            "apt-get install",
            "brew install",
            "set JAVA_HOME");
  }

  @Test
  void testsRunOnTheJdkAndWhatCouldNotBeRunIsNamed() throws Exception {
    program(
        parent.resolve("bin/mvn"),
        "echo \"$JAVA_HOME $VITRINE_BUILD $*\"; echo 'DashboardsIT (prometheus)' >> \"$VITRINE_SKIPPED_TESTS\"");

    Answer test = vitrine("test", "-pl", "platform");

    assertThat(test.code()).isZero();
    assertThat(test.output())
        .contains(jdk + " skip ", "verify -Psystem-tests -pl platform", "all tests passed")
        .endsWith("      DashboardsIT (prometheus)\n");
  }

  @Test
  void testsThatFailFailTheCommand() throws Exception {
    program(parent.resolve("bin/mvn"), "exit 1");

    Answer test = vitrine("test");

    assertThat(test.code()).isEqualTo(1);
    assertThat(test.output()).contains("not all tests passed");
  }

  @ParameterizedTest
  @CsvSource({
    "3.8.7, true",
    "3.8.8, true",
    "3.9, true",
    "4.0.0, true",
    "3.10.1, true",
    "3.8.6, false",
    "3.8, false",
    "2.9.9, false"
  })
  void mavensVersionIsComparedAsAVersion(String version, boolean enough) throws Exception {
    Answer answer =
        sourced(jdk, ". local/launcher/doctor.bash; at_least " + version + " 3.8.7 && echo enough");

    assertThat(answer.output().contains("enough")).isEqualTo(enough);
  }

  @Test
  void theDoctorRefusesSettingsBeforeAndAfterABuild() throws Exception {
    List<String> doctor = List.of(home + "/vitrine", "doctor");
    // The one of the other tests builds, whatever it is asked.
    program(parent.resolve("bin/mvn"), "echo 'Apache Maven 3.9.9'");
    Map<String, String> nonsense = Map.of("VITRINE_LOCAL_GATEWAY_PORT", "abc");

    Answer before = run(nonsense, doctor);
    write(home.resolve("local/target/local.jar"), "");
    program(
        jdk.resolve("bin/java"),
        "echo 'vitrine: gateway.port: \"abc\" (expected: a whole number)' >&2; exit 78");
    Answer after = run(Map.of(), doctor);

    assertThat(before.code()).isEqualTo(78);
    assertThat(before.output())
        .contains("      VITRINE_LOCAL_GATEWAY_PORT: \"abc\" (expected: a whole number)\n")
        .doesNotContain("Ready for");
    assertThat(after.code()).isEqualTo(78);
    assertThat(after.output())
        .contains("      gateway.port: \"abc\" (expected: a whole number)\n")
        .doesNotContain("Ready for");
  }

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "65535, ''",
    "65536, refused",
    "70000, refused",
    "-1, refused",
    "'', refused"
  })
  void theDoctorKnowsWhichNumbersArePorts(String port, String refused) throws Exception {
    Answer answer =
        sourced(
            jdk,
            "VITRINE_LOCAL_DATABASE_PORT='" + port + "'; . local/launcher/doctor.bash; bad_ports");

    assertThat(answer.output())
        .matches(refused.isEmpty() ? "" : "VITRINE_LOCAL_DATABASE_PORT: .*\n");
  }

  @Test
  void theDoctorTellsTakenPortsFromThoseThatItCannotLookAt() throws Exception {
    String zeros =
        String.join(
            "",
            List.of(
                    "GATEWAY_PORT",
                    "GATEWAY_MANAGEMENT_PORT",
                    "USER_SERVICE_PORT",
                    "USER_SERVICE_MANAGEMENT_PORT",
                    "PRODUCT_SERVICE_PORT",
                    "PRODUCT_SERVICE_MANAGEMENT_PORT")
                .stream()
                .map(name -> "VITRINE_LOCAL_" + name + "=0; ")
                .toList());
    String look = ". local/launcher/doctor.bash; check_ports";

    try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = held.getLocalPort();
      assertThat(sourced(jdk, zeros + "VITRINE_LOCAL_DATABASE_PORT=" + port + "; " + look).output())
          .contains(port + " is taken", "another with VITRINE_LOCAL_DATABASE_PORT");
    }
    assertThat(sourced(jdk, zeros + "VITRINE_LOCAL_DATABASE_PORT=http-or-so; " + look).output())
        .contains("whether they are free cannot be told here", "http-or-so");
    assertThat(sourced(jdk, zeros + "VITRINE_LOCAL_DATABASE_PORT=1; " + look).output())
        .contains("nobody listens on 127.0.0.1 at 1\n");
  }

  private String choice(Path javaHome, Path... usual) throws Exception {
    String list =
        String.join(
            "; ", java.util.Arrays.stream(usual).map(path -> "echo '" + path + "'").toList());
    return sourced(javaHome, "usual_jdks() { " + list + "; }; find_jdk; echo \"$JDK\"")
        .output()
        .strip();
  }

  /** Runs functions of the launcher, without its main program. */
  private Answer sourced(Path javaHome, String script) throws Exception {
    return run(
        Map.of("JAVA_HOME", javaHome.toString()),
        List.of(
            "bash",
            "-c",
            "cd '"
                + home
                + "'; VITRINE_HOME='"
                + home
                + "'; . local/launcher/say.bash; "
                + ". local/launcher/jdk.bash; . local/launcher/build.bash; "
                + "jdk_in_path() { :; }; "
                + script));
  }

  private Answer vitrine(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("vitrine").toString()));
    command.addAll(List.of(arguments));
    return run(Map.of(), command);
  }

  private Answer run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(parent, "output", ".txt");
    Process process = builder(environment, command).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Answer(process.exitValue(), Files.readString(output));
  }

  private ProcessBuilder builder(Map<String, String> environment, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(DefaultSignals.of(command))
            .directory(parent.toFile())
            .redirectErrorStream(true)
            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("VITRINE_"));
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put("PATH", parent.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().putAll(environment);
    return builder;
  }

  private long builds() throws IOException {
    Path calls = parent.resolve("mvn.txt");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  private Path jdk(String name, String version) throws IOException {
    Path folder = parent.resolve(name);
    write(folder.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    // Also asked by the launcher whether anything runs: it says no.
    program(
        folder.resolve("bin/java"),
        "case \"$*\" in *\" idle\") exit 0 ;; esac; echo \"java of " + name + ": $*\"");
    program(folder.resolve("bin/javac"), "exit 0");
    return folder;
  }

  private static void program(Path file, String script) throws IOException {
    write(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    // Older than any build that follows, also where time is counted in seconds.
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
